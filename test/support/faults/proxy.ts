import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { FrontendMessages, type FrontendMessage } from './frontend-messages.js';

/** A point in the messages of a client to the server. */
export interface Boundary {
  /** Part of the SQL of a statement. */
  readonly at: string;
  /** Part of an earlier message of the same connection, or of the same message: SQL, or the name of its database. */
  readonly behind?: string;
  /** `before` holds back the statement; `unheard` lets it run and holds back its response. */
  readonly when: 'before' | 'unheard';
}

/** A connection that has reached a boundary. */
export interface Held {
  /** The port that the server sees: `client_port` of pg_stat_activity. */
  readonly port: number;
  /** Lets the connection continue. */
  release(): void;
}

/** A TCP proxy in front of PostgreSQL that can hold a statement, stop forwarding, and cut connections. */
export class Proxy {
  readonly #target: URL;
  readonly #server: Server;
  readonly #links = new Set<Link>();
  readonly #idle = new Set<Socket>();
  #stop: { readonly boundary: Boundary; readonly reached: (held: Held) => void } | undefined;
  #mood: 'passing' | 'silent' = 'passing';

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((socket) => {
      this.#accept(socket);
    });
  }

  static async start(url: string): Promise<Proxy> {
    const proxy = new Proxy(new URL(url));
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The URL of the same database through the proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  /** Holds the first connection that reaches the boundary, once. */
  hold(boundary: Boundary): Promise<Held> {
    return new Promise((reached) => (this.#stop = { boundary, reached }));
  }

  /** Stops forwarding in both directions without closing any connection. */
  silence(): void {
    this.#mood = 'silent';
    for (const link of this.#links) link.silence();
  }

  /** Resets all connections, as if the machine of the server had failed. */
  cut(): void {
    for (const link of this.#links) link.destroy();
    for (const socket of this.#idle) socket.destroy();
    this.#stop = undefined;
    this.#mood = 'passing';
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    client.on('error', () => client.destroy());
    if (this.#mood === 'silent') {
      this.#idle.add(client);
      client.on('close', () => this.#idle.delete(client));
      return;
    }
    const { hostname, port } = this.#target;
    const link = new Link(client, connect(Number(port || 5432), hostname), (sql, said) =>
      this.#stopFor(sql, said),
    );
    this.#links.add(link);
    client.on('close', () => this.#links.delete(link));
  }

  #stopFor(sql: string, said: string): LinkStop | undefined {
    const stop = this.#stop;
    if (!stop || !sql.includes(stop.boundary.at) || !said.includes(stop.boundary.behind ?? ''))
      return undefined;
    this.#stop = undefined;
    return { when: stop.boundary.when, reached: stop.reached };
  }
}

interface LinkStop {
  readonly when: Boundary['when'];
  readonly reached: (held: Held) => void;
}

type FindStop = (sql: string, said: string) => LinkStop | undefined;

/** The end of a response: ReadyForQuery, followed by a letter for the state of the transaction. */
const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5]);

/** One connection through the proxy. */
class Link {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #findStop: FindStop;
  readonly #messages = new FrontendMessages();
  #said = '';
  #isSilent = false;
  #unsent: FrontendMessage[] | undefined;
  #unheard: Buffer[] | undefined;
  #stop: LinkStop | undefined;

  constructor(client: Socket, server: Socket, findStop: FindStop) {
    this.#client = client;
    this.#server = server;
    this.#findStop = findStop;
    // With delayed acknowledgements, a message that waits for the acknowledgement of the previous one waits
    // 40 ms.
    for (const socket of [client, server]) socket.setNoDelay(true);
    client.on('data', (bytes: Buffer) => {
      for (const message of this.#messages.take(bytes)) this.#say(message);
    });
    server.on('data', (bytes: Buffer) => {
      this.#hear(bytes);
    });
    server.on('error', () => server.destroy());
    client.on('close', () => server.destroy());
    server.on('close', () => {
      client.destroySoon();
    });
  }

  silence(): void {
    this.#isSilent = true;
    this.#client.pause();
    this.#server.pause();
  }

  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #say(message: FrontendMessage): void {
    this.#said += message.said;
    const stop = message.sql === '' ? undefined : this.#findStop(message.sql, this.#said);
    if (stop?.when === 'before') {
      this.#unsent = [];
      stop.reached(this.#held);
    } else if (stop) {
      this.#unheard = [];
      this.#stop = stop;
    }
    if (this.#unsent) this.#unsent.push(message);
    else this.#server.write(message.bytes);
  }

  #hear(bytes: Buffer): void {
    if (!this.#unheard) {
      this.#client.write(bytes);
      return;
    }
    this.#unheard.push(bytes);
    if (!Buffer.concat(this.#unheard).subarray(-6).includes(readyForQuery)) return;
    this.#stop?.reached(this.#held);
    this.#stop = undefined;
  }

  get #held(): Held {
    return {
      port: this.#server.localPort ?? 0,
      release: () => {
        if (this.#isSilent) return;
        for (const { bytes } of this.#unsent ?? []) this.#server.write(bytes);
        for (const bytes of this.#unheard ?? []) this.#client.write(bytes);
        this.#unsent = undefined;
        this.#unheard = undefined;
      },
    };
  }
}
