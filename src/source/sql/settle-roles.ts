import { uninterruptible } from '../../database/interruption.js';
import { quoteIdentifier } from '../../database/quote.js';
import { withSession } from '../../database/with-session.js';
import { UsageError } from '../../errors.js';
import { fieldsOf, findAll } from '../../sql-text/nodes.js';
import type { SourceContext } from '../source.js';
import type { ScriptStatement } from './parse-script.js';

/** The statements of a source, all of whose roles exist. */
export interface SettledRoles {
  readonly statements: readonly ScriptStatement[];
  /**
   * The role that owns everything in the source, as in the dump of a database with one owner; `undefined` where
   * there is none, or several.
   */
  readonly owner: string | undefined;
  /** Roles that were created in place of missing ones, to be dropped with the schema. */
  readonly created: readonly string[];
}

const ROLES =
  'SELECT r.rolname AS name, pg_catalog.quote_ident(r.rolname) AS printed FROM pg_catalog.pg_roles AS r';

/**
 * A dump names the owner of the database from which it comes, which often does not exist here. On the embedded
 * server, that role is created in its place; on a server of others, statements about it are left out.
 * @throws UsageError naming other roles that do not exist and that the source does not create
 */
export async function settleRoles(
  all: readonly ScriptStatement[],
  context: SourceContext,
): Promise<SettledRoles> {
  const existing = await readRoles(context);
  const statements = withoutExisting(all, existing, context);
  const own = new Set(statements.flatMap(({ node }) => fieldsOf(node, 'CreateRoleStmt')?.role ?? []));
  const isMissing = (role: string) => !existing.has(role) && !own.has(role);
  const owners = new Set(statements.flatMap(ownersIn));
  const owner = owners.size === 1 ? [...owners][0] : undefined;
  assertNamed(statements, (role) => isMissing(role) && !owners.has(role));
  const missing = [...owners].filter(isMissing);
  if (missing.length === 0) return { statements, owner: owner && printed(owner, existing), created: [] };
  if (context.scratch.place === 'embedded') {
    await createRoles(missing, context);
    return { statements, owner: owner && printed(owner, await readRoles(context)), created: missing };
  }
  return { statements: without(missing, statements, context), owner: undefined, created: [] };
}

/** A role that exists stays as it is: all databases of the server share it. */
function withoutExisting(
  statements: readonly ScriptStatement[],
  existing: Roles,
  { note }: SourceContext,
): readonly ScriptStatement[] {
  return statements.filter(({ node, place }) => {
    const role = fieldsOf(node, 'CreateRoleStmt')?.role;
    if (role === undefined || !existing.has(role)) return true;
    note(`${place}: the role ${role} exists already, and stays as it is`);
    return false;
  });
}

type Roles = ReadonlyMap<string, string>;

function printed(role: string, roles: Roles): string {
  return roles.get(role) ?? role;
}

async function readRoles({ scratch }: SourceContext): Promise<Roles> {
  const { rows } = await withSession(scratch.server, (session) =>
    session.query<{ name: string; printed: string }>(ROLES),
  );
  return new Map(rows.map((row) => [row.name, row.printed]));
}

async function createRoles(roles: readonly string[], { scratch, note }: SourceContext): Promise<void> {
  await withSession(scratch.server, async (session) => {
    for (const role of roles) await session.query(`CREATE ROLE ${quoteIdentifier(role)}`);
  });
  note(`owners that do not exist here are taken for the role of the migrations: ${roles.join(', ')}`);
}

/** Drops roles that `settleRoles` created. */
export async function dropRoles(
  roles: readonly string[],
  { scratch }: Pick<SourceContext, 'scratch'>,
): Promise<void> {
  if (roles.length === 0) return;
  await withSession(
    scratch.server,
    (session) => session.query(`DROP ROLE ${roles.map(quoteIdentifier).join(', ')}`),
    { signal: uninterruptible },
  );
}

/** The roles of `OWNER TO` and `AUTHORIZATION`. */
function ownersIn({ node }: ScriptStatement): readonly string[] {
  const roles = [
    fieldsOf(node, 'AlterOwnerStmt')?.newowner,
    fieldsOf(node, 'CreateSchemaStmt')?.authrole,
    ...findAll(node, 'AlterTableCmd').map(({ newowner }) => newowner),
  ];
  return roles.flatMap((role) => role?.rolename ?? []);
}

/** All roles that a statement names, except one that it creates or drops. */
function rolesIn({ node }: ScriptStatement): readonly string[] {
  if (fieldsOf(node, 'DropRoleStmt')) return [];
  return [...findAll(node, 'RoleSpec').flatMap(({ rolename }) => rolename ?? [])];
}

function assertNamed(statements: readonly ScriptStatement[], isUnknown: (role: string) => boolean): void {
  const mistakes = statements.flatMap((statement) =>
    rolesIn(statement)
      .filter(isUnknown)
      .map((role) => `${statement.place}: the role ${role} does not exist`),
  );
  if (mistakes.length === 0) return;
  throw new UsageError([...new Set(mistakes)].join('\n'), {
    remedy:
      'Let the source or a migration create it, or use a server that has it with --database-url. Nothing was written.',
  });
}

function without(
  roles: readonly string[],
  statements: readonly ScriptStatement[],
  { note }: SourceContext,
): readonly ScriptStatement[] {
  note(`the server has no role ${roles.join(', ')}: statements about it are left out`);
  return statements.filter((statement) => {
    const named = [...rolesIn(statement), ...ownersIn(statement)];
    return !named.some((role) => roles.includes(role));
  });
}
