import type { MigrationsConfig } from './config.js';

/** A table by its schema and its name, neither quoted. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** The table in which node-pg-migrate records what is applied. */
export function migrationsTable({
  tableSchema,
  table,
}: Pick<MigrationsConfig, 'tableSchema' | 'table'>): TableName {
  return { schema: tableSchema, name: table };
}
