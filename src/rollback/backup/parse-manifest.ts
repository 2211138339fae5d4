import { backupFormat, type Manifest, type SavedSequence, type SavedTable } from './manifest.js';
import { loadOf } from './saved-form.js';

/** The manifest does not have the format of a backup. */
export class ManifestError extends Error {}

/**
 * Parses a manifest from an untrusted source: checks the type of every field, and that every reference has a
 * target. Its SQL statements must be exactly those that this version would write, so that nobody is tricked
 * into running others.
 * @throws ManifestError naming the field
 */
export function parseManifest(value: unknown): Manifest {
  const fields = recordAt(value, 'the manifest');
  const manifest: Manifest = {
    format: backupFormat,
    tool: textAt(fields, 'tool'),
    server: textAt(fields, 'server'),
    database: textAt(fields, 'database'),
    oldestTransaction: numberTextAt(fields, 'oldestTransaction'),
    migrations: namesAt(fields, 'migrations'),
    tables: listAt(fields, 'tables').map(parseTable),
    sequences: listAt(fields, 'sequences').map(parseSequence),
  };
  ensure(manifest.migrations.length > 0, 'migrations');
  ensureDifferent(
    manifest.tables.map(({ file }) => file),
    'tables: file',
  );
  ensureDifferent([...manifest.tables, ...manifest.sequences].map(qualified), 'tables and sequences: name');
  return manifest;
}

function parseTable(value: unknown, index: number): SavedTable {
  const at = `tables[${index}]`;
  const fields = recordAt(value, at);
  const columns = listAt(fields, 'columns', at).map((column) => {
    const each = recordAt(column, `${at}.columns`);
    return { name: nameAt(each, 'name', `${at}.columns`), type: nameAt(each, 'type', `${at}.columns`) };
  });
  const table: SavedTable = {
    file: nameAt(fields, 'file', at),
    schema: nameAt(fields, 'schema', at),
    name: nameAt(fields, 'name', at),
    what: oneOf(['table', 'columns', 'rows'] as const, fields.what, `${at}.what`),
    columns,
    key: parseKey(fields.key, `${at}.key`),
    values: namesAt(fields, 'values', at),
    rewritten: namesAt(fields, 'rewritten', at),
    rows: countAt(fields, 'rows', at),
    bytes: countAt(fields, 'bytes', at),
    sha256: textAt(fields, 'sha256', at),
    load: textAt(fields, 'load', at),
  };
  ensureTable(table, at);
  return table;
}

/** Checks that the fields of a table are consistent with each other. */
function ensureTable(table: SavedTable, at: string): void {
  const names = table.columns.map(({ name }) => name);
  const isWithin = (some: readonly string[], all: readonly string[]) =>
    some.every((name) => all.includes(name)) && new Set(some).size === some.length;
  ensure(/^[1-9]\d*\.copy$/.test(table.file), `${at}.file`);
  ensureDifferent(names, `${at}.columns`);
  ensure(isWithin(table.key.columns, names), `${at}.key`);
  ensure(isWithin(table.values, names), `${at}.values`);
  ensure(isWithin(table.rewritten, table.values), `${at}.rewritten`);
  ensure(/^[0-9a-f]{64}$/.test(table.sha256), `${at}.sha256`);
  ensure(table.load === loadOf(table), `${at}.load`);
}

function parseKey(value: unknown, at: string): SavedTable['key'] {
  const fields = recordAt(value, at);
  const kinds = ['primary key', 'unique index', 'whole row'] as const;
  return { kind: oneOf(kinds, fields.kind, `${at}.kind`), columns: namesAt(fields, 'columns', at) };
}

function parseSequence(value: unknown, index: number): SavedSequence {
  const at = `sequences[${index}]`;
  const fields = recordAt(value, at);
  const { isCalled } = fields;
  if (typeof isCalled !== 'boolean') throw missing(`${at}.isCalled`);
  const lastValue = numberTextAt(fields, 'lastValue', at);
  return { schema: nameAt(fields, 'schema', at), name: nameAt(fields, 'name', at), lastValue, isCalled };
}

type Fields = Readonly<Record<string, unknown>>;

function recordAt(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw missing(at);
  return value as Fields;
}

function listAt(fields: Fields, name: string, at = ''): readonly unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw missing(path(at, name));
  return value;
}

function textAt(fields: Fields, name: string, at = ''): string {
  const value = fields[name];
  if (typeof value !== 'string') throw missing(path(at, name));
  return value;
}

/** PostgreSQL does not accept empty names or names with a zero byte. */
function nameAt(fields: Fields, name: string, at = ''): string {
  const value = textAt(fields, name, at);
  ensure(value !== '' && !value.includes('\0'), path(at, name));
  return value;
}

function namesAt(fields: Fields, name: string, at = ''): readonly string[] {
  return listAt(fields, name, at).map((each) => nameAt({ [name]: each }, name, at));
}

function countAt(fields: Fields, name: string, at: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw missing(path(at, name));
  return value;
}

/** Accepts the range of a signed 64-bit integer. */
function numberTextAt(fields: Fields, name: string, at = ''): string {
  const value = textAt(fields, name, at);
  ensure(
    /^(0|-?[1-9]\d{0,18})$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value),
    path(at, name),
  );
  return value;
}

function oneOf<T extends string>(all: readonly T[], value: unknown, at: string): T {
  const found = all.find((one) => one === value);
  if (found === undefined) throw missing(at);
  return found;
}

function ensure(holds: boolean, at: string): void {
  if (!holds) throw missing(at);
}

function ensureDifferent(names: readonly string[], at: string): void {
  ensure(new Set(names).size === names.length, at);
}

function qualified({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return JSON.stringify([schema, name]);
}

function path(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}

function missing(at: string): ManifestError {
  return new ManifestError(`${at} is missing or invalid`);
}
