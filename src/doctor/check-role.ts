import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { catalogText } from '../database/text-conversion.js';
import { quoteIdentifier } from '../database/quote.js';
import { checksOf, type Check } from './check.js';

/** Privileges that `up`, `down` and `prove` need. */
const ROLE = `
  SELECT ${catalogText('r.rolname')} AS name, r.rolsuper AS superuser, r.rolsuper OR r.rolcreatedb AS "createsDatabases",
         ${catalogText('pg_catalog.current_database()')} AS database,
         pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS "createsSchemas",
         EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'roundtrip') AS "hasHistory",
         pg_catalog.current_setting('transaction_read_only') = 'on' AS "readOnly"
  FROM pg_catalog.pg_roles r WHERE r.rolname = current_user`;

interface RoleRow {
  readonly name: string;
  readonly superuser: boolean;
  readonly createsDatabases: boolean;
  readonly database: string;
  readonly createsSchemas: boolean;
  readonly hasHistory: boolean;
  readonly readOnly: boolean;
}

const SCHEMAS = `
  SELECT w.name, n.oid IS NOT NULL AS there,
         coalesce(pg_catalog.has_schema_privilege(n.oid, 'CREATE') AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
           false) AS usable
  FROM pg_catalog.unnest($1::text[]) WITH ORDINALITY AS w (name, place)
  LEFT JOIN pg_catalog.pg_namespace n ON ${catalogText('n.nspname')} = w.name ORDER BY w.place`;

interface SchemaRow {
  readonly name: string;
  readonly there: boolean;
  readonly usable: boolean;
}

/** Checks the privileges that `up`, `down` and `prove` need. */
export async function checkRole(session: Session, config: MigrationsConfig): Promise<readonly Check[]> {
  const [role] = (await session.query<RoleRow>(ROLE)).rows;
  if (!role) return [];
  const wanted = [...new Set([...config.schemas, config.tableSchema])];
  const { rows } = await session.query<SchemaRow>(SCHEMAS, [wanted]);
  return [
    checksOf('role').ok(`role ${role.name}${role.superuser ? ', a superuser' : ''}`),
    ...readOnlyProblem(role),
    ...rows.map((schema) => checkSchema(schema, role, config)),
    checkHistorySchema(role),
    checkScratch(role),
  ];
}

function readOnlyProblem({ readOnly }: RoleRow): readonly Check[] {
  if (!readOnly) return [];
  return [
    checksOf('role').problem(
      'transactions are read-only: the server is a standby, or default_transaction_read_only is on',
      'Connect to the primary, or reset default_transaction_read_only.',
    ),
  ];
}

function checkSchema({ name, there, usable }: SchemaRow, role: RoleRow, config: MigrationsConfig): Check {
  const { ok, problem } = checksOf('schema');
  if (usable) return ok(`may create objects in schema ${name}`);
  if (there)
    return problem(
      `may not create objects in schema ${name}, which up needs`,
      `As its owner: GRANT USAGE, CREATE ON SCHEMA ${quoteIdentifier(name)} TO ${quoteIdentifier(role.name)};`,
    );
  return config.createSchemas.includes(name) && role.createsSchemas
    ? ok(`schema ${name} does not exist yet; up creates it`)
    : problem(
        `schema ${name} does not exist`,
        `CREATE SCHEMA ${quoteIdentifier(name)}; or set "createSchema": true, for a role with CREATE on the database.`,
      );
}

function checkHistorySchema({ name, database, createsSchemas, hasHistory }: RoleRow): Check {
  const { ok, problem } = checksOf('history');
  if (hasHistory) return ok('schema roundtrip of the history exists');
  return createsSchemas
    ? ok(`may create schemas in database ${database}, which the history needs`)
    : problem(
        `may not create schemas in database ${database}, and schema roundtrip of the history does not exist`,
        `GRANT CREATE ON DATABASE ${quoteIdentifier(database)} TO ${quoteIdentifier(name)}; or create it as docs/history.md shows; or run with --no-history.`,
      );
}

function checkScratch({ name, createsDatabases }: RoleRow): Check {
  const { ok, problem } = checksOf('scratch');
  return createsDatabases
    ? ok('may create databases, which prove needs')
    : problem(
        'may not create databases, which prove needs on this server',
        `ALTER ROLE ${quoteIdentifier(name)} CREATEDB; or prove with --embedded, which needs no server.`,
      );
}
