import { packagesOf, runAndListFiles, type Loading } from '../../support/loaded-files.js';
import { commandPath } from '../../support/run-command.js';
import { useBench } from './support/bench.js';
import { threeTables } from './support/migrations.js';

const bench = useBench();

const ofCommandLine = ['commander', 'dotenv', 'fastest-levenshtein', 'picocolors'];

/** The dependencies of `pg`, too. */
const ofConnection = [
  ...['pg', 'pg-connection-string', 'pg-int8', 'pg-pool', 'pg-protocol', 'pg-types'],
  ...['postgres-array', 'postgres-bytea', 'postgres-date', 'postgres-interval', 'xtend'],
];

/** The folders of dist/ from which a command loads modules. */
function foldersOf({ files }: Loading): readonly string[] {
  const folders = files.flatMap((url) => /\/dist\/([^/]+)\//.exec(url)?.[1] ?? []);
  return [...new Set(folders)].sort();
}

describe('a command loads only the modules that it uses', () => {
  it('--version: only the command line parser', async () => {
    const loading = await runAndListFiles([commandPath, '--version'], { cwd: process.cwd() });
    expect(loading.code).toBe(0);
    expect(packagesOf(loading.files)).toEqual(ofCommandLine);
    expect(foldersOf(loading)).toEqual(['cli', 'config', 'database', 'modules', 'report']);
  });

  it('status: no engine, no TypeScript, no catalog reader, no embedded server', async () => {
    const project = await bench.project(threeTables);
    expect((await project.run('up')).code).toBe(0);
    const loading = await runAndListFiles([commandPath, 'status'], {
      cwd: project.directory,
      env: { DATABASE_URL: bench.url },
    });
    expect(loading.code).toBe(0);
    expect(packagesOf(loading.files)).toEqual([...ofCommandLine, ...ofConnection].sort());
    expect(foldersOf(loading)).toEqual([
      'cli',
      'config',
      'database',
      'history',
      'keep',
      'migrations',
      'modules',
      'report',
      'sql-text',
    ]);
    expect(loading.files.filter((url) => url.includes('/embedded/'))).toEqual([]);
  });
});
