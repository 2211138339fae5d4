import { readFile } from 'node:fs/promises';
import { migration, proveIn, useProjects } from './support/proving.js';

const project = useProjects();

const leaving =
  'export const up = (pgm) => pgm.sql("CREATE TYPE mood AS ENUM (\'sad\'); CREATE TABLE left_over (id int)");\nexport const down = () => {};\n';
const dropping = migration('ALTER TABLE kept DROP note', 'ALTER TABLE kept ADD note text');
const base = migration(
  "CREATE TABLE kept (id int, note text); INSERT INTO kept VALUES (1, 'x')",
  'DROP TABLE kept',
);

describe('the acceptance of findings', () => {
  it.each([
    {
      title: 'all of them',
      comment: '// roundtrip: accept leaves-traces *: known since 2020',
      expected: [0, 1, 0],
    },
    {
      title: 'each by its name, or kind and name',
      comment:
        '// roundtrip: accept leaves-traces type public.mood: a\n/* roundtrip: accept leaves-traces public.left_over: b */',
      expected: [0, 2, 0],
    },
    {
      title: 'one of two',
      comment: '// roundtrip: accept leaves-traces type public.mood: a',
      expected: [1, 1, 0],
    },
    {
      title: 'one that is not found any more',
      comment:
        '// roundtrip: accept leaves-traces *: a\n// roundtrip: accept leaves-traces type public.gone: b',
      expected: [1, 1, 1],
    },
    { title: 'another verdict', comment: '// roundtrip: accept loses-data *: a', expected: [1, 0, 1] },
  ])('lists the accepted findings, and fails only for others: $title', async ({ comment, expected }) => {
    const {
      code,
      report,
      migration: named,
    } = await proveIn(await project({ '1_left.js': `${comment}\n${leaving}` }));
    const left = named('1_left');
    expect([code, left.accepted?.length ?? 0, left.staleAcceptances?.length ?? 0]).toEqual(expected);
    expect([left.verdict, report.verdict]).toEqual([
      'leaves-traces',
      code === 0 ? 'reversible' : 'not-reversible',
    ]);
  });

  it('can be in an SQL file, in the down of a pair, and about rows', async () => {
    const comment = '-- roundtrip: accept loses-data table public.kept: kept in the backup';
    const { code, migration: named } = await proveIn(
      await project({
        '1_base.js': base,
        '2_drop.up.sql': 'ALTER TABLE kept DROP note;',
        '2_drop.down.sql': `${comment}\nALTER TABLE kept ADD note text;`,
      }),
      '--rows existing',
    );
    expect(code).toBe(0);
    expect(named('2_drop')).toMatchObject({
      verdict: 'loses-data',
      file: 'migrations/2_drop.down.sql',
      accepted: [
        {
          object: 'table public.kept',
          reason: 'kept in the backup',
          file: 'migrations/2_drop.down.sql',
          line: 1,
        },
      ],
    });
  });

  it('is a finding itself if it matches none, and an error if it is invalid', async () => {
    const suite = await project({
      '1_base.js': `// roundtrip: accept leaves-traces *: once upon a time\n${base}`,
      '2_drop.js': `// roundtrip: accept loses-data public.kept\n${dropping}`,
    });
    const { code, migration: named } = await proveIn(suite, '--rows existing');
    expect([code, named('1_base').verdict]).toEqual([1, 'reversible']);
    expect(named('1_base').staleAcceptances).toHaveLength(1);
    expect(named('2_drop').notes).toEqual([expect.stringContaining('line 1 is not a valid directive')]);
  });
});

describe('the comment that a finding suggests', () => {
  const odd = `CREATE TYPE "a: b" AS ENUM ();\nCREATE TABLE "C */ ""d"" -- e" (id int);\nCREATE FUNCTION f(a text, "b: c" int) RETURNS int LANGUAGE sql AS 'SELECT 1';`;

  it('accepts the finding when it is copied into the file', async () => {
    const suite = await project({
      '1_base.js': base,
      '2_odd.sql': `-- Up Migration\n${odd}\n-- Down Migration\n`,
      '3_fails.js': migration('SELECT 1', 'SELECT nosuch'),
      '4_drop.js': dropping,
    });
    const first = await suite.run('prove --rows existing');
    expect(first.code).toBe(1);
    const copied = ['2_odd.sql', '3_fails.js', '4_drop.js'].map(async (name) => {
      const [, finding = ''] = first.stdout.split(`migrations/${name}`);
      const [block = ''] = finding.split(/\n\n(?=\S)/, 1);
      const comments = block.split('\n').filter((line) => line.includes('roundtrip: accept'));
      const text = await readFile(suite.path(`migrations/${name}`), 'utf8');
      await suite.write({ [`migrations/${name}`]: `${comments.join('\n')}\n${text}` });
    });
    await Promise.all(copied);
    const second = await suite.run('prove --rows existing');

    expect(second.stdout).toContain(
      '4 migrations: 1 reversible; 1 leaves traces, accepted; 1 fails, accepted; 1 loses data, accepted, in',
    );
    expect([second.code, second.stdout.includes('to accept it')]).toEqual([0, false]);
  });
});

describe('irreversible migrations', () => {
  const up = 'export const up = (pgm) => pgm.sql("CREATE TABLE stays (id int)");\n';

  it('are reported with their reason, and do not fail the proof', async () => {
    const stays = (name: string) => up.replace('stays', name);
    const {
      code,
      verdicts,
      migration: named,
    } = await proveIn(
      await project({
        '1_above.js': `${stays('one')}// the data is archived\nexport const down = false;\n`,
        '2_behind.ts': `${stays('two')}export const down = false as const; // archived\n`,
        '3_common.cjs': `module.exports = { up: (pgm) => pgm.sql('CREATE TABLE three ()'), down: false }; // archived\n`,
        '4_none.js': `${stays('four')}\nexport const down = false;\n`,
        '5_sql.sql': 'CREATE TABLE five (id int);\n-- down = false: archived\n',
      }),
    );
    expect([code, new Set(Object.values(verdicts))]).toEqual([0, new Set(['declared-irreversible'])]);
    expect(Object.keys(verdicts).map((name) => named(name).notes)).toEqual([
      ['declared irreversible: the data is archived'],
      ['declared irreversible: archived'],
      ['declared irreversible: archived'],
      ['declared irreversible without a reason: give the reason in a comment at its down'],
      ['declared irreversible: archived'],
    ]);
  });

  it('are findings with their own message if they are not declared', async () => {
    const {
      code,
      verdicts,
      migration: named,
    } = await proveIn(
      await project({
        '1_no_part.sql': 'CREATE TABLE one (id int);\n',
        '2_empty.js':
          'export const up = (pgm) => pgm.sql("CREATE TABLE two (id int)");\nexport const down = () => {};\n',
        '3_empty_part.sql': '-- Up Migration\nCREATE TABLE three (id int);\n-- Down Migration\n',
        '4_nothing.js': 'export const up = () => {};\nexport const down = () => {};\n',
        '5_inferred.js': "export const up = (pgm) => pgm.createTable('five', {}, { ifNotExists: true });\n",
      }),
    );
    expect(code).toBe(1);
    expect(verdicts).toEqual({
      '1_no_part': 'leaves-traces',
      '2_empty': 'leaves-traces',
      '3_empty_part': 'leaves-traces',
      '4_nothing': 'reversible',
      '5_inferred': 'reversible',
    });
    expect(['1_no_part', '2_empty', '3_empty_part', '5_inferred'].map((name) => named(name).notes)).toEqual([
      ['the file has no down part'],
      ['the down is empty'],
      ['the down is empty'],
      [expect.stringContaining('node-pg-migrate infers it from the up')],
    ]);
  });
});
