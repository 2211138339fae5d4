import type { Files } from '../cli/support/project.js';
import { migration, proveIn, useProjects, type MigrationJson } from './support/proving.js';

const project = useProjects();

const base = migration(
  `CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, name text, seen timestamptz DEFAULT clock_timestamp());
   INSERT INTO users VALUES (1, 'a@example.org', 'A'), (2, 'b@example.org', 'B'), (3, 'c@example.org', 'C');
   CREATE TABLE swapped (a int, b int)`,
  'DROP TABLE swapped, users',
);

function clean(number: number): string {
  return migration(
    `CREATE TABLE clean_${number} (id serial PRIMARY KEY, at timestamptz DEFAULT clock_timestamp());
     INSERT INTO clean_${number} DEFAULT VALUES; ALTER TABLE users ADD clean_${number} int;`,
    `ALTER TABLE users DROP clean_${number}; DROP TABLE clean_${number}`,
  );
}

const onlyOnce = `let runs = 0;
const up = (pgm) => {
  runs += 1;
  if (runs > 1) throw new Error('only once');
  pgm.createTable('once', { id: 'id' });
};
`;

/** One migration for each kind of finding, with reversible ones in between. */
const found: Readonly<Record<string, string>> = {
  '10_traces': migration(
    "CREATE TYPE mood AS ENUM ('sad', 'ok'); ALTER TABLE users ADD mood mood",
    'ALTER TABLE users DROP mood',
  ),
  '20_data': migration('UPDATE users SET name = upper(email) WHERE id < 3', 'SELECT 1'),
  '30_order': migration('ALTER TABLE swapped DROP a', 'ALTER TABLE swapped ADD a int'),
  '40_down_fails': migration('CREATE VIEW v AS SELECT 1 AS one', 'DROP TABLE v'),
  '50_irreversible':
    'export const up = (pgm) => pgm.sql("CREATE SCHEMA kept");\n// others use it\nexport const down = false;\n',
  '60_elsewhere': `let runs = 0;
export const up = (pgm) => pgm.createTable(\`run_\${(runs += 1)}\`, { id: 'id' });
export const down = (pgm) => pgm.dropTable(\`run_\${runs}\`);
`,
  '70_empty':
    'export const up = (pgm) => pgm.sql("CREATE TABLE kept_on (id int)");\nexport const down = () => {};\n',
};

const expected: Readonly<Record<string, string>> = {
  '10_traces': 'leaves-traces',
  '20_data': 'loses-data',
  '30_order': 'reorders-columns',
  '40_down_fails': 'fails',
  '50_irreversible': 'declared-irreversible',
  '60_elsewhere': 'not-repeatable',
  '70_empty': 'leaves-traces',
};

function ladder(cleanOnes: number): Files {
  const numbers = Array.from({ length: cleanOnes }, (_, index) => index);
  const named = [
    ['01_base', base],
    ...Object.entries(found),
    ...numbers.map((index) => [
      `${11 + Math.floor((index * 70) / cleanOnes)}${index % 10}_clean`,
      clean(index),
    ]),
  ];
  return Object.fromEntries(named.map(([name = '', text = '']) => [`${name.padStart(14, '0')}.js`, text]));
}

function short(name: string): string {
  return name.replace(/^0+/, '');
}

describe('a proof of migrations with a finding of every kind', () => {
  it('judges each migration separately, across checkpoints and rebuilt states', async () => {
    const suite = await project(ladder(40));
    const { code, report } = await proveIn(suite, '--rows existing');
    expect(code).toBe(1);
    expect(report.verdict).toBe('not-reversible');
    const verdicts = Object.fromEntries(report.migrations.map(({ name, verdict }) => [short(name), verdict]));
    const others = Object.entries(verdicts).filter(([name]) => !(name in expected));
    expect(Object.fromEntries(Object.entries(verdicts).filter(([name]) => name in expected))).toEqual(
      expected,
    );
    expect(others).toHaveLength(41);
    expect(others.filter(([, verdict]) => verdict !== 'reversible')).toEqual([]);
  });

  it('reports object, both states and repair of a trace, and table, column and number of lost rows', async () => {
    const suite = await project({
      '1_base.js': base,
      '2_traces.js': found['10_traces'] ?? '',
      '3_data.js': found['20_data'] ?? '',
    });
    const { migration: named } = await proveIn(suite, '--rows existing');
    expect(named('2_traces').traces).toEqual([
      {
        kind: 'type',
        name: 'public.mood',
        change: 'left',
        before: null,
        after: 'enum (sad, ok)',
        repair: 'DROP TYPE public.mood;',
      },
    ]);
    expect(named('2_traces')).toMatchObject({
      file: 'migrations/2_traces.js',
      line: 2,
      repair: 'DROP TYPE public.mood;',
      error: { phase: 'up-again', code: '42710' },
    });
    expect(named('3_data').traces).toMatchObject([
      {
        kind: 'rows',
        name: 'public.users',
        change: 'rows',
        before: '3 rows',
        after: '3 rows, column name not the same in 2 of them',
      },
    ]);
  });
});

describe('a migration whose second up fails', () => {
  const traceless = `${onlyOnce}module.exports = { up, down: (pgm) => pgm.dropTable('once') };`;
  const leaving = `${onlyOnce}module.exports = { up, down: () => {} };`;

  it.each([
    ['fails in the second up when its down is exact', traceless, ['fails']],
    ['leaves traces, with the error beside them, when it is not', leaving, ['leaves-traces', 'public.once']],
  ])('%s', async (_title, text, [verdict, ...traces]) => {
    const suite = await project({ '1_base.js': base, '2_once.cjs': text });
    const { code, migration: named } = await proveIn(suite, '--rows existing');
    const { error, traces: left, ...once } = named('2_once');
    expect([code, once.verdict, error?.phase, error?.message]).toEqual([1, verdict, 'up-again', 'only once']);
    expect(left.filter(({ kind }) => kind === 'table').map(({ name }) => name)).toEqual(traces);
    expect(named('1_base').verdict).toBe('reversible');
  });

  it('prevents the proof of later migrations if a state must be rebuilt, but not of earlier ones', async () => {
    const suite = await project({
      '1_base.js': base,
      '2_once.cjs': traceless,
      '3_clean.js': clean(1),
      '4_traces.js': found['10_traces'] ?? '',
    });
    const { verdicts } = await proveIn(suite, '--rows existing');
    expect(verdicts).toEqual({
      '1_base': 'reversible',
      '2_once': 'fails',
      '3_clean': 'not-run',
      '4_traces': 'leaves-traces',
    });
  });
});

describe('a migration whose up fails', () => {
  const failing = migration(
    'CREATE TABLE half (id int); CREATE TABLE x (id int REFERENCES nowhere)',
    'DROP TABLE x',
  );
  const files: Files = { '1_base.js': base, '2_bad.js': failing, '3_clean.js': clean(1) };

  it('has later migrations reported as not run, and earlier ones proven', async () => {
    const { code, verdicts, migration: named } = await proveIn(await project(files));
    expect(code).toBe(1);
    expect(verdicts).toEqual({ '1_base': 'reversible', '2_bad': 'fails', '3_clean': 'not-run' });
    expect(named('2_bad').error).toMatchObject({ phase: 'up', code: '42P01' });
  });

  it('is reported even if only another one was selected', async () => {
    const { code, verdicts } = await proveIn(await project(files), '3_clean');
    expect(code).toBe(1);
    expect(verdicts).toEqual({ '2_bad': 'fails', '3_clean': 'not-run' });
  });

  it('is cleaned up before earlier ones are proven if it ran without a transaction', async () => {
    const outside = `export const up = (pgm) => {
  pgm.noTransaction();
  pgm.sql('CREATE TABLE half (id int)');
  pgm.sql("UPDATE users SET name = 'changed'");
  pgm.sql('SELECT 1 / 0');
};
export const down = (pgm) => pgm.sql('DROP TABLE half');
`;
    const { verdicts } = await proveIn(
      await project({ '1_base.js': base, '2_add.js': clean(1), '3_bad.js': outside }),
      '--rows existing',
    );
    expect(verdicts).toEqual({ '1_base': 'reversible', '2_add': 'reversible', '3_bad': 'fails' });
  });
});

describe('prove with arguments', () => {
  const files: Files = {
    '1_base.js': base,
    '2_traces.js': found['10_traces'] ?? '',
    '3_order.js': found['30_order'] ?? '',
    '4_clean.js': clean(1),
  };

  it.each([
    { title: 'the named one alone', flags: '4_clean', code: 0, verdicts: { '4_clean': 'reversible' } },
    {
      title: 'several by number or file name',
      flags: '3 migrations/4_clean.js',
      code: 0,
      verdicts: { '3_order': 'reorders-columns', '4_clean': 'reversible' },
    },
    {
      title: 'column order as a finding with --strict',
      flags: '3 --strict',
      code: 1,
      verdicts: { '3_order': 'reorders-columns' },
    },
    {
      title: 'no further than the first finding with --bail',
      flags: '--bail',
      code: 1,
      verdicts: {
        '1_base': 'not-run',
        '2_traces': 'leaves-traces',
        '3_order': 'not-run',
        '4_clean': 'not-run',
      },
    },
  ])('proves $title', async ({ flags, code, verdicts }) => {
    const result = await proveIn(await project(files), `${flags} --rows existing`);
    expect([result.code, result.verdicts]).toEqual([code, verdicts]);
  });

  it.each([
    ['generate', ['2_drop: loses-data', 'generated']],
    ['existing', ['2_drop: reorders-columns', undefined]],
    ['none', ['2_drop: reorders-columns', undefined]],
  ])(
    'has the right verdict on lost values of empty tables with --rows %s',
    async (rows, [verdict, compared]) => {
      const suite = await project({
        '1_empty.js': migration(
          'CREATE TABLE empty (id int PRIMARY KEY, note text, more text)',
          'DROP TABLE empty',
        ),
        '2_drop.js': migration('ALTER TABLE empty DROP note', 'ALTER TABLE empty ADD note text'),
      });
      const { migration: named } = await proveIn(suite, `--rows ${rows}`);
      const drop: MigrationJson = named('2_drop');
      expect([`2_drop: ${drop.verdict}`, drop.rows?.[0]?.compared]).toEqual([verdict, compared]);
    },
  );

  it('reports an unknown migration', async () => {
    const suite = await project({ '1_base.js': base });
    const { code, stderr } = await suite.run('prove nothing_like_it');
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no migration nothing_like_it')]);
  });
});
