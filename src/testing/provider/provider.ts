import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { withDirectoryLock } from '../../database/embedded/directory-lock.js';
import { removeAddress, writeAddress, type Address, type ProviderPlace } from '../provider-place.js';
import { Client } from './client.js';
import { TestDatabases } from './test-databases.js';

/** Milliseconds after the last client has left, in which another test process may come. */
const grace = 2000;
/** Milliseconds in which the first client must come. */
const firstGrace = 10_000;

/**
 * Keeps servers, templates and databases for the processes of a test run. It ends when the last of them has
 * ended, however that happened: the system closes the connections of a process that is killed.
 */
export class Provider {
  readonly #place: ProviderPlace;
  readonly #databases = new TestDatabases();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  readonly #token = randomBytes(24).toString('base64url');
  #clients = 0;
  /** The connection of a process that has asked to end the provider. */
  #leaving: Socket | undefined;
  #ending: Promise<void> | undefined;
  #timer: NodeJS.Timeout;

  private constructor(place: ProviderPlace) {
    this.#place = place;
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#accept(socket);
    });
    this.#timer = this.#endAfter(firstGrace);
  }

  /** Starts to accept connections, and writes the address for the clients. */
  static async start(place: ProviderPlace): Promise<Provider> {
    const provider = new Provider(place);
    provider.#server.listen(0, '127.0.0.1');
    await once(provider.#server, 'listening');
    await writeAddress(place, provider.#address);
    return provider;
  }

  get #address(): Address {
    return { port: (this.#server.address() as AddressInfo).port, token: this.#token };
  }

  /** Called when everything has been stopped and dropped. */
  onEnd: () => void = () => undefined;

  /** Stops and drops everything. A second call waits for the first. */
  end(): Promise<void> {
    return (this.#ending ??= this.#end());
  }

  #accept(socket: Socket): void {
    if (this.#ending) return void socket.destroy();
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    const events = {
      greeted: () => {
        this.#clients += 1;
        clearTimeout(this.#timer);
      },
      closed: () => {
        this.#clients -= 1;
        this.#endIfUnused();
      },
      ended: () => {
        this.#leaving = socket;
        this.#endIfUnused();
        setTimeout(() => socket.end(), grace).unref();
      },
    };
    new Client(socket, { databases: this.#databases, token: this.#token, events });
  }

  /** The processes of a run may end a moment later than the one that stops the provider. */
  #endIfUnused(): void {
    const isLast = this.#clients === 1 && this.#leaving?.destroyed === false;
    if (isLast) void this.end();
    else if (this.#clients === 0) this.#timer = this.#endAfter(grace);
  }

  #endAfter(milliseconds: number): NodeJS.Timeout {
    clearTimeout(this.#timer);
    return setTimeout(() => void this.end(), milliseconds);
  }

  async #end(): Promise<void> {
    const address = this.#address;
    await withDirectoryLock(this.#place.lock, () => removeAddress(this.#place, address));
    this.#server.close();
    await this.#databases.close();
    for (const socket of this.#sockets) socket.destroy();
    this.onEnd();
  }
}
