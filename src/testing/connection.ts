import { connect as connectSocket, type Socket } from 'node:net';
import { once } from 'node:events';
import { DatabaseError } from '../errors.js';
import { readJsonLines, writeJsonLine } from './json-lines.js';
import type { Answer, Answers, Call, Method } from './protocol.js';
import type { Address } from './provider-place.js';
import { errorFrom } from './sent-error.js';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A connection to the provider. It stays open as long as the process, and with it everything that was acquired
 * over it; the system closes it when the process is killed. It does not keep the process alive while no call is
 * waiting for its answer.
 */
export class ProviderConnection {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #isAwaited = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    readJsonLines(socket, (answer) => {
      this.#settle(answer as Answer);
    });
    socket
      .on('error', () => undefined)
      .on('close', () => {
        this.#failAll();
      });
    socket.unref();
  }

  /** Connects to a provider; `undefined` if it has ended, or is ending. */
  static async open({ port, token }: Address): Promise<ProviderConnection | undefined> {
    const socket = connectSocket({ host: '127.0.0.1', port, noDelay: true });
    try {
      await once(socket, 'connect');
      const connection = new ProviderConnection(socket);
      await connection.call({ method: 'greet', token });
      return connection;
    } catch {
      socket.destroy();
      return undefined;
    }
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  call<M extends Method>(call: Extract<Call, { method: M }>): Promise<Answers[M]> {
    if (!this.isOpen) return Promise.reject(connectionLost());
    this.#calls += 1;
    const id = this.#calls;
    this.#socket.ref();
    writeJsonLine(this.#socket, { ...call, id });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
    });
  }

  /** Waits until the provider has closed the connection. */
  async closed(): Promise<void> {
    if (!this.isOpen) return;
    this.#isAwaited = true;
    this.#socket.ref();
    await once(this.#socket, 'close');
  }

  close(): void {
    this.#socket.destroy();
  }

  #settle(answer: Answer): void {
    const call = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0 && !this.#isAwaited) this.#socket.unref();
    if ('error' in answer) call?.reject(errorFrom(answer.error));
    else call?.resolve(answer.result);
  }

  #failAll(): void {
    for (const { reject } of this.#waiting.values()) reject(connectionLost());
    this.#waiting.clear();
  }
}

function connectionLost(): DatabaseError {
  return new DatabaseError('the process that keeps the test databases has ended', {
    remedy: 'Run the tests again.',
  });
}
