/** One message of a client (manual, 53.7); the startup messages have no letter for their type. */
export interface FrontendMessage {
  readonly bytes: Buffer;
  /** The SQL of a simple query or of a parsed statement; empty for all other messages. */
  readonly sql: string;
  /** The SQL, or the parameters of a startup message: user and database. */
  readonly said: string;
}

/** Requests for encryption precede the startup message and have the same form (manual, 53.7). */
const encryptionRequests = new Set([80_877_103, 80_877_104]);

/** Splits the data that a client sends into messages. */
export class FrontendMessages {
  #rest = Buffer.alloc(0);
  #hasStarted = false;

  /** Returns the messages that are complete with these bytes. */
  take(bytes: Buffer): readonly FrontendMessage[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const messages: FrontendMessage[] = [];
    for (let size = this.#size(); size !== undefined; size = this.#size()) {
      messages.push(this.#read(this.#rest.subarray(0, size)));
      this.#rest = this.#rest.subarray(size);
    }
    return messages;
  }

  #size(): number | undefined {
    const letter = this.#hasStarted ? 1 : 0;
    if (this.#rest.length < letter + 4) return undefined;
    const size = letter + this.#rest.readInt32BE(letter);
    return this.#rest.length < size ? undefined : size;
  }

  #read(bytes: Buffer): FrontendMessage {
    if (!this.#hasStarted) {
      this.#hasStarted = !encryptionRequests.has(bytes.readInt32BE(4));
      return { bytes, sql: '', said: bytes.toString('utf8', 8) };
    }
    const letter = String.fromCharCode(bytes[0] ?? 0);
    const sql = letter === 'Q' || letter === 'P' ? bytes.toString('utf8', 5) : '';
    return { bytes, sql, said: sql };
  }
}
