import { childrenIn, descendantsIn } from '../catalog/model/children.js';
import { keyOf, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import { localName } from '../catalog/model/qualified-name.js';

/** A table in which a migration tool keeps what it has run. */
interface ToolTable {
  readonly tool: string;
  /** Name without its schema, quoted where SQL requires it. */
  readonly table: string;
  /** Sets of columns, sorted, by which a table with a common name is recognized. */
  readonly columns?: readonly string[];
}

/** Taken from the source code of the tools; the names in parentheses of other tools are the same. */
const toolTables: readonly ToolTable[] = [
  { tool: 'ActiveRecord', table: 'ar_internal_metadata' },
  {
    tool: 'ActiveRecord, dbmate, Ecto or golang-migrate',
    table: 'schema_migrations',
    columns: ['version', 'inserted_at,version', 'dirty,version', 'filename', 'name,statements,version'],
  },
  { tool: 'Alembic', table: 'alembic_version' },
  { tool: 'Atlas', table: 'atlas_schema_revisions' },
  { tool: 'Diesel', table: '__diesel_schema_migrations' },
  { tool: 'Django', table: 'django_migrations' },
  { tool: 'Doctrine', table: 'doctrine_migration_versions' },
  { tool: 'Drizzle', table: '__drizzle_migrations' },
  { tool: 'Entity Framework', table: '"__EFMigrationsHistory"' },
  { tool: 'Flyway', table: 'flyway_schema_history' },
  { tool: 'goose', table: 'goose_db_version' },
  { tool: 'Knex', table: 'knex_migrations' },
  { tool: 'Knex', table: 'knex_migrations_lock' },
  { tool: 'Kysely', table: 'kysely_migration' },
  { tool: 'Kysely', table: 'kysely_migration_lock' },
  { tool: 'Liquibase', table: 'databasechangelog' },
  { tool: 'Liquibase', table: 'databasechangeloglock' },
  { tool: 'MikroORM', table: 'mikro_orm_migrations' },
  { tool: 'node-pg-migrate', table: 'pgmigrations', columns: ['id,name,run_on'] },
  { tool: 'Phinx', table: 'phinxlog' },
  { tool: 'Prisma', table: '_prisma_migrations' },
  { tool: 'refinery', table: 'refinery_schema_history' },
  { tool: 'Sequelize', table: '"SequelizeMeta"' },
  { tool: 'SQLx', table: '_sqlx_migrations' },
  {
    tool: 'TypeORM, Laravel or db-migrate',
    table: 'migrations',
    columns: ['id,name,timestamp', 'batch,id,migration', 'id,name,run_on', 'executed_at,hash,id,name'],
  },
  { tool: 'TypeORM', table: 'typeorm_metadata' },
];

/** Schemas that contain nothing else than such tables. */
const toolSchemas: ReadonlySet<string> = new Set([
  'drizzle',
  'supabase_migrations',
  'atlas_schema_revisions',
]);

export interface FoundToolTable {
  /** The tools that keep such a table. */
  readonly tool: string;
  /** `drizzle.__drizzle_migrations`. */
  readonly table: string;
}

export interface WithoutToolTables {
  readonly catalog: Snapshot;
  readonly found: readonly FoundToolTable[];
}

/** Leaves out the tables in which other migration tools keep what they have run, and schemas of these alone. */
export function withoutToolTables(catalog: Snapshot): WithoutToolTables {
  const found = [...catalog.values()].flatMap((object) => {
    const tool = object.kind === 'table' ? toolOf(object, catalog) : undefined;
    return tool === undefined ? [] : [{ object, tool }];
  });
  const tables = without(
    catalog,
    found.map(({ object }) => object),
  );
  const schemas = [...tables.values()].filter(
    (object) => object.kind === 'schema' && toolSchemas.has(object.name) && isEmpty(object, tables),
  );
  return {
    catalog: without(tables, schemas),
    found: found.map(({ object, tool }) => ({ tool, table: object.name })),
  };
}

function toolOf(table: CatalogObject, catalog: Snapshot): string | undefined {
  const named = toolTables.find((one) => one.table === localName(table.name));
  if (!named?.columns) return named?.tool;
  const columns = childrenIn(catalog, table).filter(({ kind }) => kind === 'column');
  const names = columns.map(({ name }) => name.slice(table.name.length + 1).replaceAll('"', '')).sort();
  return named.columns.includes(names.join()) ? named.tool : undefined;
}

function without(catalog: Snapshot, objects: readonly CatalogObject[]): Snapshot {
  const gone = new Set(objects.flatMap((one) => [one, ...descendantsIn(catalog, one)]).map(keyOf));
  return new Map([...catalog].filter(([key]) => !gone.has(key)));
}

/** Whether the schema contains nothing; comments and labels are its own. */
function isEmpty({ name }: CatalogObject, catalog: Snapshot): boolean {
  return ![...catalog.values()].some((object) => object.name.startsWith(`${name}.`));
}
