import { DataType, newDb, type ColumnDef, type IMemoryDb, type IMemoryTable } from 'pg-mem';
import type { QueryResult } from '../../src/database/session.js';

/**
 * Features of PostgreSQL that the profile suite uses and pg-mem 3 lacks, with their substitutes. Only the
 * integration tests cover these features. Only the latter can also add the checked columns
 * to a `users` with rows: pg-mem adds them only to a table never queried before.
 */
export const bridges = {
  'dollar quotes': 'its lexer knows no dollar-quoted text, in which node-pg-migrate writes comments',
  'invalid indexes':
    'it has no index that a failed build left invalid, and no pg_catalog.to_regclass to find it',
  concurrently: 'it builds every index at once and refuses the word when it creates one',
  'table exists': 'it refuses the columns of a CREATE TABLE IF NOT EXISTS that it has no use for',
  'drop table': 'it keeps the names of the indexes of a dropped table taken',
} as const;

export type BridgeName = keyof typeof bridges;

type Bridge = (statement: string, database: IMemoryDb) => string | undefined;

/** Each function returns the statement to run instead, `''` for none, or `undefined` if it does not apply. */
const bridge: Readonly<Record<BridgeName, Bridge>> = {
  'dollar quotes': (statement) => {
    const plain = statement.replaceAll(/\$(pg\w+)\$(.*?)\$\1\$/gs, (_, __, text: string) => quote(text));
    return plain === statement ? undefined : plain;
  },
  'invalid indexes': (statement) => (statement.includes('NOT index.indisvalid') ? '' : undefined),
  concurrently: (statement) =>
    statement.startsWith('CREATE INDEX CONCURRENTLY') ? statement.replace(' CONCURRENTLY', '') : undefined,
  'table exists': (statement, database) => {
    const table = /^CREATE TABLE IF NOT EXISTS "?(\w+)/.exec(statement)?.[1];
    return table !== undefined && database.getTable(table, true) ? '' : undefined;
  },
  'drop table': (statement, database) => {
    const table = /^DROP TABLE "?(\w+)/.exec(statement)?.[1];
    if (table === undefined) return undefined;
    const indexes = database.getTable(table).listIndices();
    return [...indexes.map(({ name }) => `DROP INDEX ${name}`), statement].join(';\n');
  },
};

/** A statement that did not run as written, truncated after the object that it names. */
export interface BridgedStatement {
  readonly bridge: BridgeName;
  readonly statement: string;
}

export interface MemoryTable {
  readonly comment: string | undefined;
  /** `name type`, and the other properties that pg-mem supports: `not null`, `default`; in order. */
  readonly columns: readonly string[];
  readonly columnComments: Readonly<Record<string, string | undefined>>;
  /** In alphabetical order. */
  readonly indexes: readonly string[];
}

export interface MemoryDatabase {
  /** Runs statements one after the other and returns the result of the last. */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>;
  /** All statements so far that did not run as written, without duplicates, in order of appearance. */
  bridged(): readonly BridgedStatement[];
  /** All tables except node-pg-migrate's own. */
  schema(): Readonly<Record<string, MemoryTable>>;
}

/** Creates an empty in-memory database for migrations and seeds. */
export function createMemoryDatabase(): MemoryDatabase {
  const database = newDb({ noErrorDiagnostic: true });
  registerMissing(database);
  const seen = new Map<string, BridgedStatement>();
  return {
    async query(text, values = []) {
      await Promise.resolve();
      let result: QueryResult<never> = { rows: [], rowCount: null };
      for (const statement of splitStatements(text)) {
        const runnable = crossBridges(statement, { database, seen });
        if (runnable !== '') result = run(database, { text: runnable, values });
      }
      return result;
    },
    bridged: () => [...seen.values()],
    schema: () => describeTables(database),
  };
}

/** Registers the functions and operators of the check constraints, since pg-mem has few of PostgreSQL's. */
function registerMissing(database: IMemoryDb): void {
  database.public.registerFunction({
    name: 'char_length',
    args: [DataType.text],
    returns: DataType.integer,
    implementation: (text: string) => Array.from(text).length,
  });
  database.public.registerOperator({
    operator: '~*',
    left: DataType.text,
    right: DataType.text,
    returns: DataType.bool,
    implementation: (text: string, pattern: string) => new RegExp(pattern, 'i').test(text),
  });
}

/** Splits at each `;` at the end of a line, where statements of node-pg-migrate and of the suite end. */
function splitStatements(text: string): readonly string[] {
  return text
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

interface Crossing {
  readonly database: IMemoryDb;
  readonly seen: Map<string, BridgedStatement>;
}

function crossBridges(statement: string, { database, seen }: Crossing): string {
  for (const name of Object.keys(bridges) as BridgeName[]) {
    const replacement = bridge[name](statement, database);
    if (replacement === undefined) continue;
    const record = { bridge: name, statement: toHead(statement) };
    seen.set(JSON.stringify(record), record);
    return replacement;
  }
  return statement;
}

function toHead(statement: string): string {
  return /^.*?(?= IS | \(|$)/m.exec(statement)?.[0] ?? '';
}

interface Query {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Writes out each parameter, since pg-mem accepts none in a WHERE. */
function run(database: IMemoryDb, { text, values }: Query): QueryResult<never> {
  const written = text.replaceAll(/\$(\d+)/g, (_, place: string) => toLiteral(values[Number(place) - 1]));
  return database.public.query(written) as never;
}

function toLiteral(value: unknown): string {
  return typeof value === 'string' ? quote(value) : String(value);
}

function describeTables(database: IMemoryDb): Readonly<Record<string, MemoryTable>> {
  const tables = [...database.public.listTables()].filter(({ name }) => name !== 'pgmigrations');
  return Object.fromEntries(tables.map((table) => [table.name, describeTable(table)]));
}

function describeTable(table: IMemoryTable<unknown>): MemoryTable {
  const columns = [...table.getColumns()];
  return {
    comment: table.comment ?? undefined,
    columns: columns.map(describeColumn),
    columnComments: Object.fromEntries(columns.map(({ name, comment }) => [name, comment ?? undefined])),
    indexes: table
      .listIndices()
      .map(({ name }) => name)
      .sort(),
  };
}

function describeColumn({ name, type, nullable, hasDefault }: ColumnDef): string {
  return [name, type.name, ...(nullable ? [] : ['not null']), ...(hasDefault ? ['default'] : [])].join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
