import type { Session } from '../../database/session.js';
import { sqlStateOf, sqlStates } from '../../database/sqlstate.js';
import { quoteIdentifier } from '../../database/quote.js';
import { withoutSecrets } from '../../database/without-secrets.js';
import { DatabaseError, InterruptedError, RoundtripError, assertNever, messageOf } from '../../errors.js';
import { missingExtensions } from '../../database/required-extensions.js';
import type { ScriptItem, ScriptReader } from './script-reader.js';
import { SnapshotError } from './snapshot-error.js';
import { roleOf, type StatementRole } from './statement-policy.js';

export interface LoadOptions {
  readonly session: Session;
  /** The file or database, for messages. */
  readonly label: string;
  readonly extensions: 'required' | 'skipped';
  /** Receives the roles that are created. */
  readonly createdRoles: string[];
}

/** What loading did that the dump did not ask for. */
export interface Loaded {
  /** Roles that did not exist, and were created without login. */
  readonly createdRoles: readonly string[];
  readonly skippedExtensions: readonly string[];
  /** Objects that could not be created without these extensions, as the beginnings of their statements. */
  readonly skippedStatements: readonly string[];
}

/** Statements that insert rows are sent together up to this length. */
const mostCharacters = 1_000_000;

/** What fails where an extension was skipped: its types, functions and tables do not exist. */
const undefinedThings: ReadonlySet<string> = new Set([
  sqlStates.undefinedObject,
  sqlStates.undefinedTable,
  sqlStates.invalidSchemaName,
  '42883', // undefined_function
  '42703', // undefined_column
  '0A000', // feature_not_supported
]);

/** Runs the script of a dump in a database, with a few differences that loading elsewhere needs. */
export class ScriptLoader {
  readonly #options: LoadOptions;
  readonly skippedExtensions: string[] = [];
  readonly skippedStatements: string[] = [];
  #missing: string[] = [];
  #inserts: string[] = [];
  #insertCharacters = 0;
  #isFilled = false;

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  get createdRoles(): string[] {
    return this.#options.createdRoles;
  }

  /** @throws SnapshotError, DatabaseError naming the statement that failed */
  async load(reader: ScriptReader): Promise<Loaded> {
    for await (const item of reader.items()) await this.#take(item);
    await this.#sendInserts();
    this.#assertExtensions();
    return this;
  }

  async #take(item: ScriptItem): Promise<void> {
    switch (item.kind) {
      case 'command':
        this.#command(item.text);
        return;
      case 'copy':
        await this.#sendInserts();
        this.#assertExtensions();
        await this.#copy(item.sql, item.data);
        return;
      case 'statement':
        await this.#statement(item.sql, roleOf(item.sql));
        return;
      default:
        assertNever(item);
    }
  }

  /** `\restrict` and `\unrestrict` protect psql; `\connect` comes once, with pg_dump --create. */
  #command(text: string): void {
    if (!/^c(onnect)?\s/.test(text)) return;
    if (!this.#isFilled) return;
    throw new SnapshotError(`${this.#options.label} contains several databases`, {
      remedy: 'Dump only one of them, with pg_dump.',
    });
  }

  async #statement(sql: string, role: StatementRole): Promise<void> {
    if (role.kind === 'insert') {
      await this.#insert(sql);
      return;
    }
    await this.#sendInserts();
    if (role.kind !== 'extension' && role.kind !== 'about extension' && role.kind !== 'setting')
      this.#assertExtensions();
    switch (role.kind) {
      case 'skip':
        return;
      case 'encoding':
        this.#assertEncoding(role.name);
        return;
      case 'extension':
        await this.#extension(sql, role.name);
        return;
      case 'about extension':
        if (![...this.#missing, ...this.skippedExtensions].includes(role.name)) await this.#run(sql);
        return;
      case 'setting':
        await this.#options.session.query(sql).catch(ignoreRefusal);
        return;
      case 'schema':
        await this.#schema(sql, role.name);
        return;
      case 'run':
        await this.#run(sql);
        return;
      default:
        assertNever(role);
    }
  }

  /** Statements are sent as UTF-8. */
  #assertEncoding(name: string): void {
    if (/^(utf-?8|unicode|sql_ascii)$/i.test(name)) return;
    throw new SnapshotError(`${this.#options.label} is encoded in ${name}`, {
      remedy: 'Dump it with pg_dump --encoding=UTF8.',
    });
  }

  async #extension(sql: string, name: string): Promise<void> {
    const { session, extensions } = this.#options;
    const [missing] = await missingExtensions(session, [name]);
    if (missing === undefined) await this.#run(sql);
    else if (extensions === 'skipped') this.skippedExtensions.push(missing);
    else this.#missing.push(missing);
  }

  /** The extensions come first in a dump, so that all that are missing are named together. */
  #assertExtensions(): void {
    if (this.#missing.length === 0) return;
    throw new DatabaseError(
      `the server of the copy lacks extensions of the snapshot: ${this.#missing.join(', ')}`,
      {
        remedy:
          'Give a server that has them with --scratch-url, or leave them out, with everything that needs them, with --skip-extensions.',
      },
    );
  }

  /** A new database has the schema public, which dumps before PostgreSQL 15 create, too. */
  async #schema(sql: string, name: string): Promise<void> {
    await this.#run(name === 'public' ? sql.replace(/SCHEMA/i, 'SCHEMA IF NOT EXISTS') : sql);
  }

  async #insert(sql: string): Promise<void> {
    this.#assertExtensions();
    this.#isFilled = true;
    this.#inserts.push(sql);
    this.#insertCharacters += sql.length;
    if (this.#insertCharacters > mostCharacters) await this.#sendInserts();
  }

  async #sendInserts(): Promise<void> {
    if (this.#inserts.length === 0) return;
    const text = this.#inserts.join(';\n');
    this.#inserts = [];
    this.#insertCharacters = 0;
    await this.#run(text);
  }

  async #run(sql: string): Promise<void> {
    this.#isFilled ||= /^CREATE\s+TABLE\b/i.test(sql);
    const created = new Set<string>();
    for (;;) {
      try {
        await this.#options.session.query(sql);
        return;
      } catch (error) {
        const role = missingRole(error);
        if (role === undefined || created.has(role)) {
          this.#fail(sql, error);
          return;
        }
        created.add(role);
        await this.#createRole(role, sql);
      }
    }
  }

  async #createRole(name: string, sql: string): Promise<void> {
    try {
      await this.#options.session.query(`CREATE ROLE ${quoteIdentifier(name)} NOLOGIN`);
      this.createdRoles.push(name);
    } catch (error) {
      this.#fail(sql, error);
    }
  }

  async #copy(sql: string, data: AsyncIterable<Buffer>): Promise<void> {
    this.#isFilled = true;
    try {
      await this.#options.session.copyFrom(sql, data);
    } catch (error) {
      this.#fail(sql, error);
    }
  }

  #fail(sql: string, error: unknown): void {
    if (error instanceof RoundtripError || error instanceof InterruptedError) throw error;
    const state = sqlStateOf(error);
    if (this.skippedExtensions.length > 0 && undefinedThings.has(state ?? '')) {
      this.skippedStatements.push(beginningOf(sql));
      return;
    }
    throw failureOf(this.#options.label, sql, error);
  }
}

/** Settings of other versions are no part of the data. */
function ignoreRefusal(error: unknown): void {
  if (sqlStateOf(error) === undefined) throw error;
}

/** The message names the role (`src/backend/utils/adt/acl.c`); the session prints messages in English. */
function missingRole(error: unknown): string | undefined {
  if (sqlStateOf(error) !== sqlStates.undefinedObject) return undefined;
  return /^role "(.*)" does not exist$/s.exec(messageOf(error))?.[1];
}

function failureOf(label: string, sql: string, error: unknown): Error {
  const state = sqlStateOf(error);
  if (state === undefined) return error instanceof Error ? error : new Error(String(error));
  if (state === sqlStates.diskFull) return diskFull(error);
  const message = `${label} cannot be restored: ${withoutSecrets(messageOf(error))} (SQLSTATE ${state})\n  in: ${beginningOf(sql)}`;
  // The rows of a damaged file are no rows of the table.
  if (state.startsWith('22')) return new SnapshotError(message, { cause: error });
  return new DatabaseError(message, {
    remedy: 'Restore it by hand to see all errors, or give a server that suits it with --scratch-url.',
    cause: error,
  });
}

export function diskFull(cause: unknown): DatabaseError {
  return new DatabaseError('the disk of the copy is full', {
    remedy:
      'Free some space, or put the copy on another disk with TMPDIR or on another server with --scratch-url.',
    cause,
  });
}

function beginningOf(sql: string): string {
  const line = withoutSecrets(sql).replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 117)}…` : line;
}
