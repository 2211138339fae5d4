import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig, type Config } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import type { Database } from '../../../src/database/session.js';
import { squash, type SquashOptions } from '../../../src/squash/squash.js';
import type { SquashReport } from '../../../src/squash/squash-report.js';
import { createProject, type Files, type Project } from '../cli/support/project.js';
import { openTestServer } from '../../support/scratch.js';
import { useOwnTestServer } from '../../support/own-test-server.js';

const stopServer = await useOwnTestServer();
afterAll(stopServer);

let server: Database;
let project: Project;
let config: Config;

beforeAll(async () => {
  server = await openTestServer();
});

afterEach(() => project.remove());

async function checkout(files: Files): Promise<void> {
  project = await createProject(files);
  const flags = { databaseUrl: process.env.ROUNDTRIP_TEST_SERVER ?? '' };
  config = await readConfig({ flags, env: {}, cwd: project.directory });
}

function run(options: Partial<SquashOptions> = {}): Promise<SquashReport> {
  return squash({
    server,
    config,
    signal: uninterruptible,
    to: undefined,
    maxRows: 1000,
    clusterChanges: 'refused',
    mode: 'dry run',
    ...options,
  });
}

/** Each difference in the form `after up: changed table public.users`. */
function found({ differences }: SquashReport): readonly string[] {
  return differences.flatMap(({ at, traces, contents, error }) => [
    ...traces.map(({ change, kind, name }) => `after ${at.after}: ${change} ${kind} ${name}`),
    ...contents.map(({ kind, name }) => `after ${at.after}: contents of ${kind} ${name}`),
    ...(error === undefined ? [] : [`${at.after} fails`]),
  ]);
}

const pair = (up: string, down = ''): string => `-- Up Migration\n${up}\n-- Down Migration\n${down}\n`;

/**
 * Every table has rows that triggers, constraints or rules would change, reject or hide if they existed at
 * the insertion.
 */
const troublesome: Files = {
  'migrations/1_base.sql': pair(
    `CREATE EXTENSION citext;
     CREATE TYPE mood AS ENUM ('ok', 'sad');
     CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email citext NOT NULL UNIQUE,
       mood mood DEFAULT 'ok', at timestamptz DEFAULT clock_timestamp(), token uuid, boss bigint REFERENCES users);
     CREATE TABLE audit (n serial, what text, at timestamptz DEFAULT clock_timestamp());
     CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN INSERT INTO audit (what) VALUES (TG_TABLE_NAME || NEW.id); RETURN NEW; END $$;
     CREATE TRIGGER note AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
     INSERT INTO users (email) VALUES ('A@x'), ('b@x'), (E'tab\\tnew\\nline\\\\back''quote\`\${x}');
     UPDATE users SET boss = 3 WHERE id = 1;`,
  ),
  'migrations/2_more.sql': pair(
    `ALTER TYPE mood ADD VALUE 'angry' BEFORE 'sad';
     CREATE TABLE kinds (a int[], b bytea, c money, d numeric, e float8, f interval, g jsonb, h regclass, i bool,
       j tstzrange, k text, gen text GENERATED ALWAYS AS (k || '!') STORED);
     INSERT INTO kinds VALUES ('{1,NULL}', '\\x00ff', 1234.5, 'NaN', 0.1, '1 day -02:03', '{"a": 1}', 'users', true,
       '[2020-01-01,)', E'\\\\N'), (NULL, NULL, NULL, NULL, '-Infinity', NULL, NULL, NULL, NULL, NULL, '');
     CREATE TABLE events (id int, at date) PARTITION BY RANGE (at);
     CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
     INSERT INTO events VALUES (1, '2020-05-05');
     CREATE TABLE parent (id int); CREATE TABLE child (x int) INHERITS (parent);
     INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2, 3);
     CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
     INSERT INTO a VALUES (1, 1), (5, NULL); INSERT INTO b VALUES (1, 1);
     ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b, ADD CONSTRAINT small CHECK (id < 3) NOT VALID;
     CREATE TABLE nothing (); INSERT INTO nothing DEFAULT VALUES;
     CREATE TABLE secret (id int); INSERT INTO secret VALUES (1);
     ALTER TABLE secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
     CREATE TABLE ruled (id int); INSERT INTO ruled VALUES (1);
     CREATE RULE r AS ON INSERT TO ruled DO INSTEAD NOTHING;
     CREATE MATERIALIZED VIEW m AS SELECT count(*) FROM users; CREATE VIEW v AS SELECT * FROM m;
     CREATE MATERIALIZED VIEW amv AS SELECT * FROM v;
     CREATE SEQUENCE s START 10; SELECT nextval('s'); CREATE SEQUENCE s2; SELECT setval('s2', 7, false);
     DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''9MB''', current_database()); END $$;`,
  ),
  'migrations/3_correct.sql': pair(
    `UPDATE users SET mood = 'angry' WHERE id = 2;
     ALTER TABLE users ADD COLUMN mid int DEFAULT 1; ALTER TABLE users DROP COLUMN token;
     ALTER TABLE users ALTER COLUMN mid SET DEFAULT 2;
     COMMENT ON TABLE users IS 'corrected'; GRANT SELECT ON users TO PUBLIC;`,
  ),
  'migrations/4_later.sql': pair(
    "ALTER TABLE b DROP CONSTRAINT b_a_fkey; INSERT INTO users (email) VALUES ('later@x');",
    "DELETE FROM users WHERE email = 'later@x'; ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a;",
  ),
};

describe('squash', () => {
  it('inserts the rows whatever triggers and constraints exist, and moves the old files', async () => {
    await checkout(troublesome);
    const report = await run({ to: 'correct', mode: 'write' });

    expect(report).toMatchObject({
      verdict: 'squashed',
      name: '3_squashed',
      replaces: ['1_base', '2_more', '3_correct'],
      later: ['4_later'],
      varying: [
        { kind: 'table', name: 'public.audit', columns: ['at'] },
        { kind: 'table', name: 'public.users', columns: ['at'] },
      ],
      limits: [],
      differences: [],
    });
    const directory = join(project.directory, 'migrations');
    expect((await readdir(directory)).sort()).toEqual(['3_squashed.sql', '4_later.sql', 'squashed']);
    expect((await readdir(join(directory, 'squashed/3_squashed'))).sort()).toEqual([
      '1_base.sql',
      '2_more.sql',
      '3_correct.sql',
    ]);
    expect(await readFile(join(directory, '3_squashed.sql'), 'utf8')).toContain(
      '-- replaces: 1_base\n-- replaces: 2_more\n-- replaces: 3_correct\n',
    );
  });

  it.each([
    ['a grant', /^GRANT SELECT ON TABLE public\.users.*\n/m, 'after up: changed table public.users'],
    ['a comment', /^COMMENT ON TABLE public\.users.*\n/m, 'after up: missing comment table public.users'],
    ['a row', /\('5', NULL\)/, 'after up: contents of table public.a'],
    ['the order of an enum', /'ok', 'angry', 'sad'/, 'after up: changed type public.mood'],
    ['a corrected default', / DEFAULT 2\b/, 'after up: changed column public.users.mid'],
    [
      'the position of a sequence',
      /^SELECT pg_catalog\.setval\('public\.s'.*\n/m,
      'after up: contents of sequence public.s',
    ],
    ['a refresh', /^REFRESH .*amv;\n/m, 'after up: contents of materialized view public.amv'],
    ['a parent row', /\('1', '1'\),\n {2}/, 'up fails'],
    ['a drop', /^DROP EXTENSION citext;\n/m, 'after down: left extension citext'],
  ])('reports that %s is missing or different in the new file', async (_, omitted, expected) => {
    await checkout(troublesome);
    const edit = (text: string) =>
      text.replace(
        omitted,
        (part) =>
          ({ "'ok', 'angry', 'sad'": "'ok', 'sad', 'angry'", "('5', NULL)": "('6', NULL)" })[part] ?? '',
      );
    const report = await run({ to: 'correct', edit });

    expect(report.verdict).toBe('not-equal');
    expect(found(report)).toContain(expected);
  });

  it('restores roles and other objects of the server between the runs', async () => {
    await checkout({
      'migrations/1_a.sql': pair(
        'CREATE ROLE squashed_owner; CREATE TABLE a (id int); ALTER TABLE a OWNER TO squashed_owner;',
        'DROP TABLE a; DROP ROLE squashed_owner;',
      ),
      'migrations/2_b.sql': pair(
        'CREATE ROLE squashed_reader; GRANT squashed_reader TO squashed_owner; GRANT SELECT ON a TO squashed_reader;',
        'REVOKE SELECT ON a FROM squashed_reader; DROP ROLE squashed_reader;',
      ),
    });
    await expect(run()).rejects.toMatchObject({ code: 'refused' });
    const report = await run({ clusterChanges: 'allowed' });

    expect(report).toMatchObject({ verdict: 'planned', differences: [] });
    expect(report.text).toMatch(/CREATE ROLE squashed_owner[^]*DROP ROLE squashed_owner/);
  });

  it('rejects a table with too many rows, and names it', async () => {
    await checkout({
      'migrations/1_a.sql': pair('CREATE TABLE a (id int);'),
      'migrations/2_b.sql': pair('INSERT INTO a SELECT generate_series(1, 11);'),
    });

    await expect(run({ maxRows: 10 })).rejects.toMatchObject({
      code: 'refused',
      message: 'migrations fill more than 10 rows into public.a (11 rows)',
    });
  });

  it('rejects a single migration and an unknown name', async () => {
    await checkout({ 'migrations/1_a.sql': pair('SELECT 1;') });

    await expect(run()).rejects.toMatchObject({ code: 'usage' });
    await expect(run({ to: 'missing' })).rejects.toMatchObject({ code: 'usage' });
  });

  it('does not change any file if one cannot be moved', async () => {
    await checkout({
      'migrations/1_a.sql': pair('CREATE TABLE a (id int);'),
      'migrations/2_b.sql': pair('CREATE TABLE b (id int);'),
    });
    const directory = join(project.directory, 'migrations');
    await writeFile(join(directory, 'squashed'), 'a file in the way');

    await expect(run({ mode: 'write' })).rejects.toMatchObject({ code: 'migration-file' });
    expect((await readdir(directory)).sort()).toEqual(['1_a.sql', '2_b.sql', 'squashed']);
  });
});
