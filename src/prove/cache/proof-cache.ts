import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { ignoreInGit } from '../../database/embedded/persistent-home.js';
import { isSystemError } from '../../errors.js';
import type { ServerInfo } from '../../database/session.js';
import type { MigrationProof, ProofReport } from '../proof-report.js';

/** The proof of one migration, as an earlier run made it. */
export interface KnownProof {
  readonly key: string;
  /** ISO 8601. */
  readonly provenAt: string;
  readonly server: ServerInfo;
  readonly proof: MigrationProof;
  /** The database after this migration, where the run ended with it, and the duration of that run. */
  readonly end?: Pick<ProofReport, 'objects' | 'notCompared' | 'milliseconds'>;
}

/** Lines that are kept when the file is shortened: several times the migrations of a large project. */
const mostLines = 20_000;

/**
 * A file with one proof a line, each preceded by its SHA-256. A line that does not match it, or that has another
 * form, is ignored; so is a file that cannot be read or written.
 */
export class ProofCache {
  readonly #folder: string;
  readonly #file: string;
  /** Folder of the project, to which paths in the file are relative. */
  readonly #root: string;

  constructor(folder: string, root: string) {
    this.#folder = folder;
    this.#file = join(folder, 'proofs.jsonl');
    this.#root = root;
  }

  /** The known proofs among these keys, by key. */
  async read(keys: ReadonlySet<string>): Promise<ReadonlyMap<string, KnownProof>> {
    const lines = await this.#lines();
    if (lines.length > mostLines) await this.#shorten(lines);
    return new Map(lines.flatMap((line) => this.#parse(line, keys)).map((known) => [known.key, known]));
  }

  async add(proofs: readonly KnownProof[]): Promise<void> {
    if (proofs.length === 0) return;
    const lines = proofs.map((known) => {
      const text = JSON.stringify(known, (key, value: unknown) =>
        key === 'path' && typeof value === 'string' && isAbsolute(value)
          ? relative(this.#root, value)
          : value,
      );
      return `${checksum(text)} ${text}\n`;
    });
    await unlessUnwritable(async () => {
      await mkdir(this.#folder, { recursive: true });
      await ignoreInGit(this.#folder);
      await appendFile(this.#file, lines.join(''));
    });
  }

  /** Deletes the file. */
  async clear(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  async #lines(): Promise<readonly string[]> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    return text.split('\n');
  }

  async #shorten(lines: readonly string[]): Promise<void> {
    const shorter = `${this.#file}.${process.pid}`;
    await unlessUnwritable(async () => {
      await writeFile(shorter, lines.slice(-mostLines / 2).join('\n'));
      await rename(shorter, this.#file);
    });
  }

  #parse(line: string, keys: ReadonlySet<string>): readonly KnownProof[] {
    const text = line.slice(65);
    // The key is the first field: other lines are not parsed.
    const key = /^\{"key":"([0-9a-f]{64})"/.exec(text)?.[1] ?? '';
    if (!keys.has(key) || line.slice(0, 64) !== checksum(text)) return [];
    return [
      JSON.parse(text, (name, value: unknown) =>
        name === 'path' && typeof value === 'string' ? resolve(this.#root, value) : value,
      ) as KnownProof,
    ];
  }
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The next run proves again what could not be kept. */
async function unlessUnwritable(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
