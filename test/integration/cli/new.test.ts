import { readdir, readFile } from 'node:fs/promises';
import { useBench } from './support/bench.js';
import { createProject } from './support/project.js';

const bench = useBench();
describe('new', () => {
  it('writes without --kind a template that can be applied and rolled back', async () => {
    const project = await bench.project({});
    const { stdout } = await project.run('new Tidy_up');

    expect(stdout).toMatch(/^migrations\/\d{13}_Tidy-up\.ts\n$/);
    expect((await project.run('up')).code).toBe(0);
    expect((await project.run('down')).code).toBe(0);
  });

  it('needs no database, creates the folder, and uses --migrations-dir', async () => {
    const project = await createProject({}, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' });

    expect((await project.run('new create-things --kind table --migrations-dir db/steps')).code).toBe(0);
    const [file = ''] = await readdir(project.path('db/steps'));
    expect(await readFile(project.path(`db/steps/${file}`), 'utf8')).toContain("pgm.createTable('things'");
    await project.remove();
  });

  it('gives a migration the highest number, also after those of a clock that is ahead', async () => {
    const project = await createProject({
      'migrations/4000000000000_future.sql': 'SELECT 1',
      'migrations/20991231235959999_utc.sql': 'SELECT 1',
    });

    expect((await project.run('new after')).stdout).toBe('migrations/4102444800000_after.sql\n');
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
