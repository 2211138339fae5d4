import { readFile, rm, writeFile } from 'node:fs/promises';
import { testServerUrl } from '../../support/scratch.js';
import { createProject, type Project } from './support/project.js';

const names = ['README.md', 'diagram.svg', 'index.html', 'orders.md', 'schema.sql', 'users.md'];

let project: Project;

beforeAll(async () => {
  project = await createProject(
    {
      'migrations/1_users.sql':
        '-- Up Migration\nCREATE TABLE users (id int PRIMARY KEY);\n-- Down Migration\n',
      'migrations/2_orders.js':
        "export const up = (pgm) => pgm.createTable('orders', { user_id: { type: 'int', references: 'users' } });",
    },
    // No server listens there: without --database-url, the embedded server is used.
    { DATABASE_URL: 'postgres://127.0.0.1:1/none' },
  );
});

afterAll(() => project.remove());

describe('docs', () => {
  it('writes the same reference with an embedded server and with any other server', async () => {
    const { code, stdout } = await project.run('docs');
    expect([code, stdout]).toEqual([
      0,
      [...names.map((name) => `wrote  docs/schema/${name}`), '', 'docs/schema: 6 files written', ''].join(
        '\n',
      ),
    ]);
    const check = await project.runArgs(['docs', '--check', '--database-url', testServerUrl()]);
    expect([check.code, check.stdout]).toEqual([0, 'docs/schema is up to date: 6 files\n']);
  });

  it('reports stale, missing and orphaned files with --check, and writes nothing', async () => {
    await rm(project.path('docs/schema/users.md'));
    await writeFile(
      project.path('docs/schema/gone.md'),
      await readFile(project.path('docs/schema/orders.md')),
    );
    await project.write({
      'migrations/3_note.sql': '-- Up Migration\nALTER TABLE orders ADD note text;\n-- Down Migration\n',
    });
    const args = ['docs', '--check', '--database-url', testServerUrl()];
    const { code, stdout } = await project.runArgs(args);
    expect([code, stdout]).toEqual([
      1,
      `\
stale     docs/schema/README.md
stale     docs/schema/diagram.svg
stale     docs/schema/index.html
stale     docs/schema/orders.md
stale     docs/schema/schema.sql
missing   docs/schema/users.md
orphaned  docs/schema/gone.md

docs/schema is out of date: 5 stale, 1 missing, 1 orphaned. Run roundtrip docs to update it.
`,
    ]);
    const json = await project.runArgs([...args, '--json']);
    expect([json.code, JSON.parse(json.stdout)]).toEqual([
      1,
      {
        format: 'roundtrip.docs/1',
        verdict: 'stale',
        folder: 'docs/schema',
        fresh: [],
        stale: ['README.md', 'diagram.svg', 'index.html', 'orders.md', 'schema.sql'],
        missing: ['users.md'],
        orphaned: ['gone.md'],
      },
    ]);
  });

  it('writes to the folder of --output', async () => {
    const args = ['docs', '--output', 'reference', '--json', '--database-url', testServerUrl()];
    const { code, stdout } = await project.runArgs(args);
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      { format: 'roundtrip.docs/1', folder: 'reference', written: names, removed: [], unchanged: [] },
    ]);
    const page = await readFile(project.path('reference/orders.md'), 'utf8');
    expect(page).toContain('[`3_note`](../migrations/3_note.sql) | adds column `note`');
  });

  it('stops at a migration whose up fails, and shows the statement', async () => {
    await project.write({
      'migrations/4_broken.sql': '-- Up Migration\nALTER TABLE nothing ADD x int;\n-- Down Migration\n',
    });
    const { code, stderr } = await project.runArgs(['docs', '--check', '--database-url', testServerUrl()]);
    expect([code, stderr]).toEqual([3, expect.stringContaining('4_broken')]);
    expect(stderr).toContain('relation "nothing" does not exist');
  });
});
