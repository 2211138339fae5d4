import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startProgram } from '../../support/run-command.js';
import { sql } from '../cli/support/migrations.js';
import { useLiveBench, type LiveProject } from './support/live-project.js';

const bench = useLiveBench();

const command = join(
  dirname(createRequire(import.meta.url).resolve('node-pg-migrate/package.json')),
  'bin/node-pg-migrate.js',
);

/** Runs the node-pg-migrate command without any module of roundtrip. */
async function nodePgMigrate({ project }: LiveProject, ...args: readonly string[]): Promise<void> {
  const options = { cwd: project.directory, env: { DATABASE_URL: bench.url } };
  const { code, stderr } = await startProgram([command, ...args], options).finished;
  if (code !== 0) throw new Error(stderr);
}

function make(name: string): string {
  return sql(`CREATE TABLE ${name} (id int)`, `DROP TABLE ${name}`);
}

it('roundtrip and node-pg-migrate can alternate, up and down, on one database', async () => {
  const live = await bench.project({
    'migrations/1_a.js': make('a'),
    'migrations/2_b.js': make('b'),
    'migrations/3_c.js': make('c'),
  });
  await live.up({}, { kind: 'count', count: 1 });
  await nodePgMigrate(live, 'up', '1');
  await live.up();
  await nodePgMigrate(live, 'down', '2');
  await live.up({}, { kind: 'count', count: 1 });
  // Of the applied migrations, the history has only the up of 1_a: node-pg-migrate has applied the others
  // since.
  await nodePgMigrate(live, 'up');
  await live.down({}, { kind: 'all' });

  expect(await live.story()).toEqual([
    'up 1_a done',
    'up 3_c done',
    'up 2_b done',
    'down 3_c done',
    'down 2_b done',
    'down 1_a done',
  ]);
  expect(live.notes).toEqual([{ kind: 'rehearsing', names: ['3_c', '2_b', '1_a'] }]);
  const { rows } = await bench.session.query("SELECT FROM pg_tables WHERE schemaname = 'public'");
  expect(rows).toHaveLength(1);
  await nodePgMigrate(live, 'up');
  expect((await live.standing()).chain.map(({ state }) => state)).toEqual(['applied', 'applied', 'applied']);
});
