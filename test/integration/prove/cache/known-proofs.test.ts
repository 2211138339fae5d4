import { readFile, writeFile } from 'node:fs/promises';
import { knownProofRounds } from '../../../support/known-proof-rounds.js';
import { useBench } from '../../cli/support/bench.js';
import { sql } from '../../cli/support/migrations.js';
import type { Project } from '../../cli/support/project.js';

const bench = useBench();

const files = {
  'migrations/1_alpha.js': sql('CREATE TABLE alpha (id int)', 'DROP TABLE alpha'),
  'migrations/2_mood.js': sql("CREATE TYPE mood AS ENUM ('sad')", 'SELECT 1'),
  'migrations/3_beta.js': sql('CREATE TABLE beta (id int)', 'DROP TABLE beta'),
};

interface Report {
  readonly verdict: string;
  readonly migrations: readonly { readonly name: string; readonly verdict: string }[];
  readonly known?: { readonly migrations: number; readonly since: string };
}

async function prove(project: Project, flags = '', env: Readonly<Record<string, string>> = {}) {
  const { code, stdout } = await project.run(`prove --json ${flags}`, { CI: '', ...env });
  const { known, ...report } = JSON.parse(stdout) as Report;
  return { code, known: known?.migrations ?? 0, since: known?.since, report };
}

describe('prove', () => {
  it('repeats the report of an earlier run to the byte, and states its time', async () => {
    const project = await bench.project(files);
    const before = new Date().toISOString();
    const first = await prove(project);
    const second = await prove(project);

    expect(first).toMatchObject({ code: 1, known: 0 });
    expect(second).toMatchObject({ code: 1, known: 3 });
    expect(JSON.stringify(second.report)).toBe(JSON.stringify(first.report));
    expect((second.since ?? '') > before).toBe(true);
    expect((await project.run('prove', { CI: '' })).stdout).toMatch(
      /3 proofs known since [-0-9]{10} [0-9:]{5} UTC/,
    );
  });

  it('proves an edited migration and those after it', async () => {
    const project = await bench.project(files);
    await prove(project);
    await project.write({
      'migrations/2_mood.js': sql("CREATE TYPE mood AS ENUM ('sad')", 'DROP TYPE mood'),
    });

    expect(await prove(project)).toMatchObject({ code: 0, known: 1, report: { verdict: 'reversible' } });
    expect(await prove(project)).toMatchObject({ code: 0, known: 3 });
  });

  it('knows the migrations of an earlier run when one is added', async () => {
    const project = await bench.project(files);
    await prove(project);
    await project.write({ 'migrations/4_gamma.js': sql('CREATE TABLE gamma (id int)', 'DROP TABLE gamma') });

    const { known, report } = await prove(project);

    expect(known).toBe(3);
    expect(report.migrations.map(({ name }) => name)).toEqual(['1_alpha', '2_mood', '3_beta', '4_gamma']);
  });

  it.each([
    ['--no-cache', '--no-cache', {}],
    ['other options', '--rows none', {}],
    ['CI', '', { CI: 'true' }],
  ])('proves everything again with %s', async (_, flags, env) => {
    const project = await bench.project(files);
    await prove(project);

    expect(await prove(project, flags, env)).toMatchObject({ code: 1, known: 0 });
  });

  it('uses a folder that is given, also in CI', async () => {
    const project = await bench.project(files);
    await prove(project, '--cache kept', { CI: 'true' });

    expect(await prove(project, '--cache kept', { CI: 'true' })).toMatchObject({ known: 3 });
  });

  it('proves everything again after clean', async () => {
    const project = await bench.project(files);
    await prove(project);
    await project.run('clean');

    expect(await prove(project)).toMatchObject({ known: 0 });
  });

  it('depends on modules that a migration imports', async () => {
    const project = await bench.project({
      'package.json': '{"type":"module"}',
      'tables.js': "export const name = 'alpha';",
      'migrations/1_alpha.js': `import { name } from '../tables.js';
export const up = (pgm) => pgm.createTable(name, { id: 'int' });
export const down = (pgm) => pgm.dropTable(name);`,
    });
    await prove(project);
    await project.write({ 'tables.js': "export const name = 'beta';" });

    expect(await prove(project)).toMatchObject({ known: 0 });
  });

  it('ignores lines of the file that are damaged or foreign', async () => {
    const project = await bench.project(files);
    await prove(project);
    const path = project.path('.roundtrip/proofs.jsonl');
    const text = await readFile(path, 'utf8');
    await writeFile(path, `nonsense\n${text.replace('"leaves-traces"', '"reversible"')}{"key":`);

    expect(await prove(project)).toMatchObject({ code: 1, known: 2 });
    await writeFile(path, Buffer.from([0, 255, 10, 13]));
    expect(await prove(project)).toMatchObject({ code: 1, known: 0 });
  });

  it('finds the same with and without the verdicts of earlier runs, after random edits', async () => {
    let known = 0;
    for await (const round of knownProofRounds({ rounds: 8, seed: 11 }, { DATABASE_URL: bench.url })) {
      expect({ edit: round.edit, report: round.known }).toEqual({ edit: round.edit, report: round.fresh });
      known += round.count;
    }
    expect(known).toBeGreaterThan(0);
  });
});
