import { readdir, readFile } from 'node:fs/promises';
import { diff } from '../../../src/catalog/diff.js';
import { readCatalog } from '../../../src/catalog/read-catalog.js';
import { templateKinds } from '../../../src/create/template-kinds.js';
import { useBench } from './support/bench.js';
import { createProject } from './support/project.js';

const bench = useBench();
const migrationsTable = { schema: 'public', name: 'pgmigrations' };

/** What every template finds: the table that its name leads to, with rows. */
const base = `
  CREATE TYPE posts_state AS ENUM ('draft', 'published');
  CREATE TABLE posts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL,
    state posts_state NOT NULL DEFAULT 'draft',
    updated_at timestamptz NOT NULL DEFAULT '2026-01-01Z'
  );
  INSERT INTO posts (title, state) VALUES ('First', 'draft'), ('SECOND', 'published'), ('third', 'draft');`;

/** How a user would call each kind for that table. */
const calls: Readonly<Record<string, string>> = {
  table: 'new create-comments --kind table',
  columns: 'new add-subtitle-to-posts --kind columns',
  index: 'new index-title-on-posts --kind index',
  'index-concurrently': 'new index-title-on-posts --kind index-concurrently',
  enum: 'new add-archived-to-posts --kind enum --table posts --column state',
  constraint: 'new check-title-of-posts --kind constraint',
  function: 'new touch-posts --kind function --table posts',
  data: 'new lower-title-of-posts --kind data',
};

const catalog = async () => (await readCatalog(bench.session, { migrationsTable })).objects;

const rows = async () => (await bench.session.query('SELECT * FROM posts ORDER BY id')).rows;

describe('new', () => {
  it.each(templateKinds)(
    '--kind %s writes a migration that goes up, exactly down, and up again',
    async (kind) => {
      const project = await bench.project({ 'migrations/1_base.sql': base });
      await project.run('up');
      expect((await project.run(calls[kind] ?? '')).code).toBe(0);
      const [catalogBefore, rowsBefore] = [await catalog(), await rows()];

      expect((await project.run('up')).stderr).not.toContain('error');
      const catalogAfterUp = await catalog();
      const rowsAfterUp = await rows();
      expect((await project.run('down')).stderr).not.toContain('error');
      expect(diff(catalogBefore, await catalog())).toEqual([]);
      expect(await rows()).toEqual(rowsBefore);
      expect((await project.run('up')).stderr).not.toContain('error');
      expect(diff(catalogAfterUp, await catalog())).toEqual([]);
      expect(await rows()).toEqual(rowsAfterUp);
      expect(diff(catalogBefore, catalogAfterUp)).not.toEqual([]);
    },
  );

  it('without a kind writes an empty pair that runs', async () => {
    const project = await bench.project({});
    const { stdout } = await project.run('new Tidy_up');

    expect(stdout).toMatch(/^migrations\/\d{13}_Tidy-up\.ts\n$/);
    expect((await project.run('up')).code).toBe(0);
    expect((await project.run('down')).code).toBe(0);
  });

  it('needs no database, makes the folder, and honours --migrations-dir', async () => {
    const project = await createProject({}, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' });

    expect((await project.run('new create-things --kind table --migrations-dir db/steps')).code).toBe(0);
    const [file = ''] = await readdir(project.path('db/steps'));
    expect(await readFile(project.path(`db/steps/${file}`), 'utf8')).toContain("pgm.createTable('things'");
    await project.remove();
  });

  it('numbers a migration after all others, also those of a clock that is ahead', async () => {
    const project = await createProject({
      'migrations/4000000000000_future.sql': 'SELECT 1',
      'migrations/20991231235959999_utc.sql': 'SELECT 1',
    });

    expect((await project.run('new after')).stdout).toBe('migrations/4102444800000_after.ts\n');
    await project.remove();
  });

  it.each([
    ['new', "a'b"],
    ['new', '../outside'],
    ['new', '1st'],
    ['new', 'x', '--kind', 'table', '--table', "o'brien"],
    ['new', 'x', '--kind', 'columns', '--table', 'posts', '--column', 'a b'],
    ['new', 'x', '--kind', 'nosuch'],
  ])('%s %s … is a usage error that writes nothing', async (...args) => {
    const project = await createProject({});
    const { code, stdout } = await project.runArgs(args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(await readdir(project.directory)).toEqual([]);
    await project.remove();
  });
});
