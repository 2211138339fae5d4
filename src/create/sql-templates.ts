import type { TemplateKind } from './template-kinds.js';
import type { Template, TemplateNames } from './template.js';

const pair = (up: string, down: string): string => `-- Up Migration\n${up}\n\n-- Down Migration\n${down}\n`;

const swap = ({ table, column }: TemplateNames, values: string): string => {
  const type = `${table}_${column}`;
  return [
    `ALTER TABLE ${table} ALTER COLUMN ${column} DROP DEFAULT;`,
    `ALTER TYPE ${type} RENAME TO ${type}_old;`,
    `CREATE TYPE ${type} AS ENUM (${values});`,
    `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type} USING ${column}::text::${type};`,
    `ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT 'draft';`,
    `DROP TYPE ${type}_old;`,
  ].join('\n');
};

/** SQL versions of the templates, except those that must run without a transaction. */
export const sqlTemplates: Readonly<Partial<Record<TemplateKind | 'empty', Template>>> = {
  empty: () =>
    pair('', '-- The exact inverse of up: drop what up created, and nothing else, in reverse order.'),
  table: ({ table }) =>
    pair(
      `CREATE TABLE ${table} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ${table}_created_at_idx ON ${table} (created_at);`,
      `DROP TABLE ${table};`,
    ),
  columns: ({ table, column }) =>
    pair(
      `-- A constant default costs no rewrite; a volatile one (random(), clock_timestamp()) rewrites every row under lock.
ALTER TABLE ${table}
  ADD COLUMN ${column} text,
  ADD COLUMN ${column}_updated_at timestamptz;`,
      `-- Destroys the values of both columns.
ALTER TABLE ${table}
  DROP COLUMN ${column},
  DROP COLUMN ${column}_updated_at;`,
    ),
  index: ({ table, column }) =>
    pair(
      `-- Blocks writes to the table while it builds; for a large one use --kind index-concurrently.
CREATE INDEX ${table}_${column}_idx ON ${table} (${column});`,
      `DROP INDEX ${table}_${column}_idx;`,
    ),
  enum: ({ type }) =>
    pair(
      `CREATE TYPE ${type} AS ENUM ('draft', 'published');`,
      `-- Fails while a column uses the type: a later migration that adds one drops it in its own down.
DROP TYPE ${type};`,
    ),
  'enum-replace': (names) =>
    pair(
      `-- PostgreSQL cannot remove a value from an enum: the type is replaced by one with other values.
-- The table is rewritten under an exclusive lock.
${swap(names, "'draft', 'published', 'archived'")}`,
      `-- Rows with the removed value need another one; their original value is not known.
UPDATE ${names.table} SET ${names.column} = 'published' WHERE ${names.column} = 'archived';
${swap(names, "'draft', 'published'")}`,
    ),
  function: ({ table }) =>
    pair(
      `-- No OR REPLACE: an existing function of this name must not be overwritten.
CREATE FUNCTION ${table}_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END;
$$;
CREATE TRIGGER ${table}_touch BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_touch();`,
      `DROP TRIGGER ${table}_touch ON ${table};
DROP FUNCTION ${table}_touch();`,
    ),
  data: ({ table, column }) =>
    pair(
      `-- Keeps a copy of the overwritten values for down; a later migration drops the copy.
CREATE TABLE ${table}_${column}_before AS
  SELECT id, ${column} FROM ${table} WHERE ${column} IS DISTINCT FROM lower(${column});
ALTER TABLE ${table}_${column}_before ADD PRIMARY KEY (id);
UPDATE ${table} t SET ${column} = lower(t.${column}) FROM ${table}_${column}_before k WHERE k.id = t.id;`,
      `UPDATE ${table} t SET ${column} = k.${column} FROM ${table}_${column}_before k WHERE k.id = t.id;
DROP TABLE ${table}_${column}_before;`,
    ),
};
