import { sqlStateOf, sqlStates } from './sqlstate.js';
import { numberOf } from './text-conversion.js';
import { randomInt } from 'node:crypto';
import { DatabaseError } from '../errors.js';
import { uninterruptible } from './interruption.js';
import { quoteIdentifier, quoteLiteral } from './quote.js';
import type { Database, Session } from './session.js';
import { withSession } from './with-session.js';

/** Prefix of all databases that the tool creates; it drops no others. */
export const scratchPrefix = 'roundtrip_scratch_';

/** SQL of whether a name is that of a scratch database. */
export const isScratchDatabase = (name: string): string => `${name} ~ '^${scratchPrefix}'`;

/** First half of the advisory lock that the owner of scratch databases holds while it runs. */
const lockClass = 0x72_74_72_70;

export interface CreateOptions {
  readonly template?: Database | undefined;
  /**
   * `files` takes half of the time, and makes the server write all of its data to disk before and after (manual,
   * CREATE DATABASE, STRATEGY; before version 15 it was the only way).
   */
  readonly copying?: 'log' | 'files';
}

/** Creates and drops scratch databases on one server. */
export interface ScratchDatabases {
  /** Creates a database, empty or a copy of `template`, which must have no connections. */
  create(options?: CreateOptions): Promise<Database>;
  drop(database: Database): Promise<void>;
  /** Drops all that are left; also done when the action ends. */
  dropAll(): Promise<void>;
}

/**
 * Provides `action` with scratch databases on the server of `database`, and drops them afterwards. First drops
 * those of owners that have died.
 *
 * The owner's number is part of each name, and the owner's session holds an advisory lock on it: a scratch
 * database whose lock nobody holds is stale, also when its owner ran on another machine.
 * @throws DatabaseError when the role may not create databases
 */
export async function withScratchDatabases<T>(
  database: Database,
  action: (scratch: ScratchDatabases) => Promise<T>,
): Promise<T> {
  const admin = await database.connect({ signal: uninterruptible, searchPath: 'none' });
  try {
    await assertMayCreateDatabases(admin, database);
    const owner = randomInt(1, 0x7fff_ffff);
    await admin.query('SELECT pg_catalog.pg_advisory_lock($1, $2)', [lockClass, owner]);
    await dropStale({ admin, database });
    return await withOwned({ admin, database, owner }, action);
  } finally {
    await admin.close();
  }
}

interface Owned {
  readonly admin: Session;
  readonly database: Database;
  readonly owner: number;
}

async function withOwned<T>(owned: Owned, action: (scratch: ScratchDatabases) => Promise<T>): Promise<T> {
  const names = new Set<string>();
  const drop = async (name: string) => {
    await dropScratch(owned, name);
    names.delete(name);
  };
  const dropAll = async () => {
    for (const name of names) await drop(name);
  };
  try {
    return await action({
      create: (options) => create(owned, names, options),
      drop: ({ name }) => drop(name),
      dropAll,
    });
  } finally {
    await dropAll();
  }
}

const CAN_CREATE = `
  SELECT r.rolcreatedb OR r.rolsuper AS allowed, r.rolname AS role
  FROM pg_catalog.pg_roles r WHERE r.rolname = current_user`;

async function assertMayCreateDatabases(admin: Session, { label }: Database): Promise<void> {
  const { rows } = await admin.query<{ allowed: boolean; role: string }>(CAN_CREATE);
  if (rows[0]?.allowed) return;
  throw new DatabaseError(
    `role "${rows[0]?.role ?? ''}" has no privilege to create scratch databases on the server of ${label}`,
    {
      remedy:
        'ALTER ROLE … CREATEDB, use another role with --database-url, or the embedded server with --embedded.',
    },
  );
}

/**
 * Encoding and locale of the target database, which the scratch database must have, too; `template0` allows
 * any. The provider came with PostgreSQL 15, `datlocale` was `daticulocale` before 17.
 */
const LOCALE = `
  SELECT pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collate, d.datctype AS ctype,
         l.row ->> 'datlocprovider' AS provider,
         coalesce(l.row ->> 'datlocale', l.row ->> 'daticulocale') AS locale,
         l.row ->> 'daticurules' AS rules
  FROM pg_catalog.pg_database d CROSS JOIN LATERAL (SELECT pg_catalog.to_jsonb(d)) l (row)
  WHERE d.datname = pg_catalog.current_database()`;

interface Locale {
  readonly encoding: string;
  readonly collate: string;
  readonly ctype: string;
  readonly provider: string | null;
  readonly locale: string | null;
  readonly rules: string | null;
}

async function create(
  { admin, database, owner }: Owned,
  names: Set<string>,
  { template, copying = 'log' }: CreateOptions = {},
): Promise<Database> {
  const name = `${scratchPrefix}${owner}_${randomInt(0x7fff_ffff)}`;
  names.add(name);
  const strategy = copying === 'files' && database.server.major >= 15 ? ' STRATEGY FILE_COPY' : '';
  await admin.query(`CREATE DATABASE ${quoteIdentifier(name)} ${await origin(admin, template)}${strategy}`);
  return database.sibling(name);
}

async function origin(admin: Session, template: Database | undefined): Promise<string> {
  if (template) return `TEMPLATE ${quoteIdentifier(template.name)}`;
  const { rows } = await admin.query<Locale>(LOCALE);
  const [locale] = rows;
  if (!locale) return 'TEMPLATE template0';
  return `TEMPLATE template0 ${localeClause(locale)}`;
}

function localeClause({ encoding, collate, ctype, provider, locale, rules }: Locale): string {
  const options = {
    ENCODING: encoding,
    LC_COLLATE: collate,
    LC_CTYPE: ctype,
    ...(provider === 'c' ? { LOCALE_PROVIDER: 'libc' } : {}),
    ...(provider === 'i' ? { LOCALE_PROVIDER: 'icu', ICU_LOCALE: locale, ICU_RULES: rules } : {}),
    ...(provider === 'b' ? { LOCALE_PROVIDER: 'builtin', BUILTIN_LOCALE: locale } : {}),
  };
  return Object.entries(options)
    .flatMap(([name, value]) => (value === null ? [] : [`${name} ${quoteLiteral(value)}`]))
    .join(' ');
}

type Dropping = Pick<Owned, 'admin' | 'database'>;

/** `WITH (FORCE)` ends sessions, but not replication. */
async function dropScratch({ admin, database }: Dropping, name: string): Promise<void> {
  if (!name.startsWith(scratchPrefix))
    throw new Error(`refused to drop ${name}: it is not a scratch database`);
  const drop = () => admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
  try {
    await drop();
  } catch (error) {
    if (sqlStateOf(error) !== sqlStates.objectInUse) throw error;
    await withSession(database.sibling(name), endReplication, { signal: uninterruptible });
    await drop();
  }
}

const SUBSCRIPTIONS = `
  SELECT pg_catalog.quote_ident(s.subname) AS name
  FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
  WHERE d.datname = pg_catalog.current_database()`;

const DROP_SLOTS = `
  SELECT pg_catalog.pg_drop_replication_slot(s.slot_name) FROM pg_catalog.pg_replication_slots s
  WHERE s.database = pg_catalog.current_database() AND NOT s.active`;

/**
 * Detaches the slot, so that the subscription can be dropped even if its publisher is unreachable (manual, DROP
 * SUBSCRIPTION).
 */
async function endReplication(session: Session): Promise<void> {
  const { rows } = await session.query<{ name: string }>(SUBSCRIPTIONS);
  for (const { name } of rows) {
    await session.query(`ALTER SUBSCRIPTION ${name} DISABLE`);
    await session.query(`ALTER SUBSCRIPTION ${name} SET (slot_name = NONE)`);
    await session.query(`DROP SUBSCRIPTION ${name}`);
  }
  await session.query(DROP_SLOTS);
}

/** Advisory locks are kept per database; `pg_locks` shows those of all. */
const STALE = `
  SELECT d.datname AS name FROM pg_catalog.pg_database d
  WHERE d.datname ~ $1
    AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_locks l
      WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = $2
        AND l.objid = ${numberOf("pg_catalog.split_part(d.datname, '_', 3)", 'int8')})`;

async function dropStale(dropping: Dropping): Promise<void> {
  const { admin } = dropping;
  const { rows } = await admin.query<{ name: string }>(STALE, [`^${scratchPrefix}[0-9]+_[0-9]+$`, lockClass]);
  for (const { name } of rows) await dropScratch(dropping, name);
}
