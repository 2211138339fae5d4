import { startOwnServer, type OwnServer } from '../../support/faults/own-server.js';
import { createProject, type Project } from '../cli/support/project.js';

/** Names that end a string, an identifier, a statement and a comment, and are not ASCII. */
const names = {
  database: `da"ta'base; DROP DATABASE postgres; -- größe 数`,
  schema: `sch"ema'; DROP TABLE x; -- ö 数`,
  table: `ta"ble'; $$ DROP (.*) \\ -- ü 数`,
  migrationsTable: `migr"ations'; [a-z]+( -- ß 数`,
  file: '1_größe; DROP TABLE x -- 数 $(id)',
};

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

let server: OwnServer;
let project: Project;

beforeAll(async () => {
  server = await startOwnServer();
  await server.session.query(`CREATE DATABASE ${quoted(names.database)}`);
  const url = new URL(server.url);
  url.pathname = `/${encodeURIComponent(names.database)}`;
  const table = quoted(names.table);
  project = await createProject(
    {
      [`migrations/${names.file}.sql`]: `-- Up Migration
CREATE TABLE ${table} (id int PRIMARY KEY, ${table} text DEFAULT 'a');
COMMENT ON TABLE ${table} IS 'it''s';
-- Down Migration
DROP TABLE ${table};
`,
      'config.json': JSON.stringify({
        schema: names.schema,
        'create-schema': true,
        'migrations-table': names.migrationsTable,
      }),
    },
    { DATABASE_URL: url.href },
  );
});

afterAll(async () => {
  await project.remove();
  await server.drop();
});

describe('names with quotes, spaces, non-ASCII letters and SQL', () => {
  it.each([
    { line: 'up', told: '1 migration applied' },
    { line: 'status', told: names.file },
    { line: 'history', told: names.file },
    { line: 'verify', told: '' },
    { line: 'prove', told: '1 migration: reversible' },
    { line: 'redo', told: names.file },
    { line: 'down', told: '1 migration rolled back' },
    { line: 'status', told: '1 pending' },
  ])('are escaped in $line', async ({ line, told }) => {
    const { code, stdout, stderr } = await project.run(`${line} --config-file config.json`);

    expect({ code, error: /^error: [^]*/m.exec(stderr)?.[0] }).toEqual({ code: 0, error: undefined });
    expect(stdout).toContain(told);
  });
});
