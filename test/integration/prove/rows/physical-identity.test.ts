import type { Session } from '../../../../src/database/session.js';
import { readPhysicalIdentity } from '../../../../src/prove/rows/physical-identity.js';
import { createScratch, type Scratch } from '../../../support/scratch.js';

let scratch: Scratch;
let session: Session;

beforeAll(async () => {
  scratch = await createScratch();
  session = scratch.session;
});
afterAll(() => scratch.drop());

beforeEach(() =>
  session.query(`
    DROP SCHEMA public CASCADE; CREATE SCHEMA public;
    CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE place AS (street text, city text);
    CREATE DOMAIN handle AS text; CREATE DOMAIN home AS place;
    CREATE TABLE "T" (a int, b varchar(10), c text);
    CREATE TABLE u (m mood, p place); CREATE TABLE w (h home[], m mood[])`),
);

/** The tables whose identity changes by the statements. */
async function changedBy(statements: string) {
  const before = await readPhysicalIdentity(session);
  await session.query(statements);
  const after = await readPhysicalIdentity(session);
  return [...before]
    .filter(([table, identity]) => after.get(table) !== identity)
    .map(([table]) => table)
    .sort();
}

describe('readPhysicalIdentity', () => {
  it.each<[string, string[]]>([
    ['ALTER TABLE "T" DROP c; ALTER TABLE "T" ADD c text', ['public."T"']],
    ['ALTER TABLE "T" ADD d int', ['public."T"']],
    ['ALTER TABLE "T" ALTER a TYPE bigint; ALTER TABLE "T" ALTER a TYPE int', ['public."T"']],
    ['ALTER TABLE "T" ALTER b TYPE varchar(20)', ['public."T"']],
    ['ALTER TABLE "T" RENAME c TO d', ['public."T"']],
    ['TRUNCATE "T"', ['public."T"']],
    ['DROP TABLE "T"; CREATE TABLE "T" (a int, b varchar(10), c text)', ['public."T"']],
    ["ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'", ['public.u', 'public.w']],
    [
      'ALTER TYPE place DROP ATTRIBUTE city; ALTER TYPE place ADD ATTRIBUTE city text',
      ['public.u', 'public.w'],
    ],
  ])('shows that rows may have changed by %s', async (statements, tables) => {
    expect(await changedBy(statements)).toEqual(tables);
  });

  it.each([
    'CREATE INDEX i ON "T" (a); DROP INDEX i; COMMENT ON TABLE "T" IS \'x\'',
    'ALTER TABLE "T" ALTER a SET DEFAULT 1, ALTER a SET NOT NULL, ADD CHECK (a > 0)',
    'ALTER TABLE "T" ADD d int; ALTER TABLE "T" DROP d',
    'ALTER TABLE "T" RENAME c TO d; ALTER TABLE "T" RENAME d TO c',
    'INSERT INTO "T" VALUES (1)',
  ])('stays the same over %s', async (statements) => {
    expect(await changedBy(statements)).toEqual([]);
  });

  it('tells temporary tables from others, and leaves catalogs and views out', async () => {
    await session.query('CREATE TEMP TABLE x (); CREATE VIEW v AS SELECT 1 AS a');
    const tables = [...(await readPhysicalIdentity(session)).keys()];
    await session.query('DROP TABLE x');
    expect(tables.filter((table) => !table.startsWith('public.'))).toHaveLength(1);
    expect(tables.filter((table) => table.startsWith('public.')).sort()).toEqual([
      'public."T"',
      'public.u',
      'public.w',
    ]);
  });
});
