import { useBench } from './support/bench.js';
import { threeTables } from './support/migrations.js';

const bench = useBench();

it('roundtrip baseline records migrations whose objects exist, and rejects those whose objects are missing', async () => {
  const project = await bench.project(threeTables);
  await bench.session.query(
    'CREATE TABLE alpha (id serial PRIMARY KEY, note text); CREATE TABLE beta (id serial PRIMARY KEY)',
  );
  const refused = await project.run('baseline beta');

  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain(
    [
      'differs from the migrations up to 2_beta',
      '  column public.beta.note is missing',
      '    - text',
      '  SQL that would make the database match:',
      '    ALTER TABLE public.beta ADD COLUMN note text;',
      '',
      'Nothing was recorded.',
    ].join('\n'),
  );
  expect(await bench.tables()).toEqual(['alpha', 'beta']);
  await bench.session.query('ALTER TABLE public.beta ADD COLUMN note text');

  expect(JSON.parse((await project.run('baseline beta --dry-run --json')).stdout)).toMatchObject({
    format: 'roundtrip.baseline/1',
    verdict: 'contained',
    through: '2_beta',
    migrations: ['1_alpha', '2_beta'],
    findings: [],
    repair: null,
  });
  expect(await project.run('baseline beta')).toMatchObject({
    code: 0,
    stdout: 'baseline  1_alpha\nbaseline  2_beta\n2 migrations marked as applied; none was run\n',
  });
  expect((await project.run('status')).stdout).toMatch(/1_alpha +\S+Z {2}applied, baseline\n/);
  expect(await project.run('baseline beta')).toMatchObject({
    code: 0,
    stdout: 'nothing to do: everything up to 2_beta is recorded\n',
  });
});

it('roundtrip baseline --json lists the missing and the different objects', async () => {
  const project = await bench.project(threeTables);
  await bench.session.query('CREATE TABLE alpha (id serial PRIMARY KEY, note varchar(9))');
  const { code, stdout } = await project.run('baseline alpha --json');

  expect({ code, report: JSON.parse(stdout) as unknown }).toMatchObject({
    code: 1,
    report: {
      verdict: 'not-contained',
      findings: [
        {
          kind: 'column',
          name: 'public.alpha.note',
          change: 'different',
          expected: 'text',
          actual: 'character varying(9)',
        },
      ],
    },
  });
});
