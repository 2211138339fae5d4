import { chmod, mkdir, readFile, readdir, stat, symlink } from 'node:fs/promises';
import type { Project } from '../cli/support/project.js';
import { migration, proveIn, useProjects, type MigrationJson } from './support/proving.js';

const project = useProjects();

type Fixed = MigrationJson & {
  readonly fix?: {
    readonly outcome: string;
    readonly how?: string;
    readonly reason?: string;
    readonly file?: string;
    readonly diff?: string;
    readonly found?: { readonly verdict: string };
    readonly proven?: { readonly verdict: string };
  };
};

/** Outcomes by name, without migrations that need no fix. */
function outcomes(migrations: readonly Fixed[]) {
  return Object.fromEntries(
    migrations.flatMap(({ name, fix }) => (fix ? [[name, fix.how ?? fix.reason]] : [])),
  );
}

function read(suite: Project, name: string): Promise<string> {
  return readFile(suite.path(`migrations/${name}`), 'utf8');
}

const base = migration(
  "CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL); INSERT INTO users VALUES (1, 'Ada')",
  'DROP TABLE users',
);

/** One migration for each file type and kind of trace, in one chain. */
const leaking = {
  '01_users.mjs': base,
  '02_type.ts': `import type { MigrationBuilder } from 'node-pg-migrate';

export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.createType('mood', ['sad', 'ok']);
  pgm.addColumn('users', { mood: { type: 'mood' } });
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.dropColumn('users', 'mood'); // the type stays
}
`,
  '03_function.js': `exports.up = pgm => {
  pgm.sql("CREATE FUNCTION greet() RETURNS text LANGUAGE sql AS $$ SELECT E'\`hi\\\\n' || '{x}' $$")
}

exports.down = pgm => {
}
`,
  '04_comment.sql':
    "-- Up Migration\r\nCOMMENT ON TABLE users IS 'people';\r\n\r\n-- Down Migration\r\nSELECT 1\r\n",
  '05_view.up.sql': 'CREATE VIEW names AS SELECT name FROM users;\n',
  '06_index.up.sql': 'DROP FUNCTION greet();\nCREATE INDEX users_name ON users (name);\n',
  '06_index.down.sql': 'DROP INDEX users_name',
  '07_inferred.ts': `import type { MigrationBuilder } from 'node-pg-migrate';

export const up = (pgm: MigrationBuilder): void => {
  pgm.createSchema('billing', { ifNotExists: true });
  pgm.sql('GRANT USAGE ON SCHEMA billing TO PUBLIC');
};
`,
  '08_alone.cjs': `module.exports = {
  up(pgm) { pgm.noTransaction(); pgm.createIndex('users', 'id', { name: 'a', concurrently: true }); pgm.sql('ALTER TABLE users SET UNLOGGED'); },
  down(pgm) { pgm.noTransaction(); pgm.dropIndex('users', 'id', { name: 'a', concurrently: true }); },
};
`,
};

describe('prove --fix', () => {
  it('makes migrations of every file type reversible, and shows each edit', async () => {
    const suite = await project(leaking);
    const { code, report } = await proveIn(suite, '--fix');
    expect(outcomes(report.migrations)).toEqual({
      '02_type': 'added',
      '03_function': 'added',
      '04_comment': 'added',
      '05_view': 'written',
      '06_index': 'added',
      '07_inferred': 'written',
      '08_alone': 'added',
    });
    expect([code, report.verdict]).toEqual([0, 'reversible']);
    expect(report.migrations[1]).toMatchObject({
      verdict: 'reversible',
      traces: [],
      fix: {
        outcome: 'fixed',
        file: 'migrations/02_type.ts',
        found: { verdict: 'leaves-traces', traces: [{ name: 'public.mood' }] },
        proven: { verdict: 'reversible' },
      },
    });
    expect(await read(suite, '02_type.ts')).toBe(
      leaking['02_type.ts'].replace(
        '// the type stays\n',
        '// the type stays\n  pgm.sql(`DROP TYPE public.mood;`);\n',
      ),
    );
    expect(await read(suite, '04_comment.sql')).toBe(
      `${leaking['04_comment.sql'].trimEnd()};\r\nCOMMENT ON TABLE public.users IS NULL;\r\n`,
    );
    expect(await read(suite, '05_view.down.sql')).toBe('DROP VIEW public.names;\n');
    const again = await proveIn(suite, '--fix');
    expect([again.code, outcomes(again.report.migrations)]).toEqual([0, {}]);
  });

  it('shows the edits with --dry-run, and changes no file', async () => {
    const suite = await project({ '1_users.mjs': base, '2_type.ts': leaking['02_type.ts'] });
    const { code, report } = await proveIn(suite, '--fix --dry-run');
    expect([code, report.verdict, await read(suite, '2_type.ts')]).toEqual([
      1,
      'not-reversible',
      leaking['02_type.ts'],
    ]);
    expect(report.migrations[1]).toMatchObject({
      verdict: 'leaves-traces',
      fix: {
        outcome: 'proposed',
        proven: { verdict: 'reversible' },
        diff: `--- a/migrations/2_type.ts
+++ b/migrations/2_type.ts
@@ -7,4 +7,5 @@
 
 export async function down(pgm: MigrationBuilder): Promise<void> {
   pgm.dropColumn('users', 'mood'); // the type stays
+  pgm.sql(\`DROP TYPE public.mood;\`);
 }
`,
      },
    });
    const { stdout } = await suite.run('prove --fix --dry-run');
    expect(stdout).toContain('could be fixed, the file is unchanged: the repair is added to the down');
    expect(stdout).toContain('  +  pgm.sql(`DROP TYPE public.mood;`);\n');
    expect(stdout).toContain('could fix 1 of 1 finding');
  });

  it('replaces a down only with --fix=rewrite, and only if that loses no rows', async () => {
    const suite = await project({
      '1_users.mjs': base,
      '2_fails.sql':
        '-- Up Migration\nCREATE TABLE orders (id int);\n\n-- Down Migration\nDROP TABLE "order";\n',
      '3_drops-too-much.mjs': migration(
        'CREATE TABLE IF NOT EXISTS users (id int); CREATE TABLE tags (id int)',
        'DROP TABLE tags, users',
      ),
      '4_loses.mjs': migration(
        'CREATE TABLE names AS SELECT name FROM users; DELETE FROM users',
        'INSERT INTO users VALUES (1, (SELECT name FROM name)); DROP TABLE names',
      ),
    });
    const added = await proveIn(suite, '--fix');
    expect(outcomes(added.report.migrations)).toEqual({
      '2_fails': expect.stringMatching(/^its down fails, .*; --fix=rewrite tries/) as string,
      '3_drops-too-much': expect.stringMatching(/^its down drops table public\.users, whose rows/) as string,
      '4_loses': expect.stringMatching(/^its down fails, /) as string,
    });
    const { code, report } = await proveIn(suite, '--fix=rewrite');
    expect([code, outcomes(report.migrations)]).toEqual([
      1,
      {
        '2_fails': 'rewritten',
        '3_drops-too-much': 'rewritten',
        '4_loses': 'with a down written from the catalogs, rows are lost: table public.users',
      },
    ]);
    expect(await read(suite, '2_fails.sql')).toMatch(/-- Down Migration\nDROP TABLE public\.orders;\n$/);
    expect(await read(suite, '3_drops-too-much.mjs')).toMatch(
      /down = \(pgm\) => \{\n {2}pgm\.sql\(`DROP TABLE public\.tags;`\);\n\};\n$/,
    );
  });

  it('does not change accepted or irreversible migrations, and lists traces that no SQL can repair', async () => {
    const type = "CREATE TYPE mood AS ENUM ('sad')";
    const { report } = await proveIn(
      await project({
        '1_users.mjs': base,
        '2_accepted.mjs': `// roundtrip: accept leaves-traces *: kept\n${migration(type, 'SELECT 1')}`,
        '3_declared.mjs': 'export const up = (pgm) => pgm.sql("SELECT 1");\nexport const down = false;\n',
        '4_moves.mjs': migration(
          'ALTER TABLE users DROP name',
          "ALTER TABLE users ADD name text NOT NULL DEFAULT 'x'; ALTER TABLE users ALTER name DROP DEFAULT",
        ),
        '5_changes.mjs': migration('ALTER TABLE users ADD IF NOT EXISTS age int', 'SELECT 1'),
        '6_imported.mjs': `import { leave } from '../leave.mjs';\nexport const up = (pgm) => pgm.sql("CREATE TABLE x ()");\nexport const down = leave;\n`,
      }).then(async (suite) => {
        await suite.write({ 'leave.mjs': 'export const leave = () => {};\n' });
        return suite;
      }),
      '--fix --rows existing',
    );
    expect(outcomes(report.migrations)).toEqual({
      '4_moves': expect.stringMatching(/^no statement restores the rows/) as string,
      '5_changes': 'added',
      '6_imported': 'its "down" is not a function that is written in the file, in line 3',
    });
  });

  it('does not change a file that is read-only, was edited meanwhile, or is outside of the project', async () => {
    const table = (name: string) => migration(`CREATE TABLE ${name} (id int)`, 'SELECT 1');
    const editing = `import { appendFileSync } from 'node:fs';
let times = 0;
export const up = (pgm) => { if (times++ === 0) appendFileSync(new URL('2_edited.mjs', import.meta.url), '// mine'); };
export const down = (pgm) => {};
`;
    const suite = await project({
      '1_editing.mjs': editing,
      '2_edited.mjs': table('b'),
      '3_read-only.mjs': table('c'),
    });
    await chmod(suite.path('migrations/3_read-only.mjs'), 0o444);
    const { report } = await proveIn(suite, '--fix');
    expect(outcomes(report.migrations)).toEqual({
      '2_edited': 'the file was changed while the migrations were proven',
      '3_read-only': 'the file is read-only',
    });
    expect(await read(suite, '2_edited.mjs')).toBe(`${table('b')}// mine`);

    const other = await project({ '1_c.mjs': table('c') });
    await mkdir(suite.path('linked'));
    await symlink(other.path('migrations'), suite.path('linked/migrations'));
    const linked = await proveIn(suite, '--fix --migrations-dir linked/migrations');
    expect(outcomes(linked.report.migrations)).toEqual({
      '1_c': `the file is outside the project: ${other.path('migrations/1_c.mjs')}`,
    });
    await other.write({ 'package.json': '{}' });
    const foreign = await proveIn(suite, `--fix --migrations-dir ${other.path('migrations')}`);
    expect(outcomes(foreign.report.migrations)).toEqual({
      '1_c': `the file belongs to another project, ${other.directory}: run roundtrip there`,
    });
    expect(await read(other, '1_c.mjs')).toBe(table('c'));
  });

  it('keeps the mode of a file, and leaves no other file behind', async () => {
    const suite = await project({ '1_a.sql': '-- Up Migration\nCREATE TABLE a ();\n' });
    await chmod(suite.path('migrations/1_a.sql'), 0o640);
    expect((await proveIn(suite, '--fix')).code).toBe(0);
    expect((await stat(suite.path('migrations/1_a.sql'))).mode & 0o777).toBe(0o640);
    expect(await readdir(suite.path('migrations'))).toEqual(['1_a.sql']);
  });

  it.each([
    ['--dry-run', '--dry-run is only for --fix'],
    ['--fix --watch', '--watch and --fix exclude each other'],
    ['--fix=rewrite --bail', '--bail and --fix exclude each other'],
    ['--fix --shard 1/2', '--shard and --fix exclude each other'],
    ['--fix=all', 'Allowed choices are add, rewrite'],
  ])('is rejected with invalid flags: prove %s', async (flags, message) => {
    const { code, stderr } = await (await project({ '1_a.mjs': base })).run(`prove ${flags}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
