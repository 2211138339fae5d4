import { useBench } from './support/bench.js';
import { sql, threeTables } from './support/migrations.js';

const bench = useBench();

describe('roundtrip history', () => {
  it('reports that there is no history yet, and creates none', async () => {
    const project = await bench.project(threeTables);
    const { code, stdout } = await project.run('history');

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'no history: nothing was recorded in this database yet\n',
    });
    expect((await bench.session.query("SELECT to_regnamespace('roundtrip') AS n")).rows).toEqual([
      { n: null },
    ]);
    expect(await project.run('history --json')).toMatchObject({
      code: 0,
      stdout: '{\n  "format": "roundtrip.history/1",\n  "entries": []\n}\n',
    });
  });

  it('lists who ran what, when and with which changes, and shows one run object by object', async () => {
    const project = await bench.project({
      'migrations/1_mood.js': sql(
        "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE diary (id int PRIMARY KEY, m mood)",
        'DROP TABLE diary; DROP TYPE mood',
      ),
    });
    await project.run('up');
    await project.run('down');
    const { stdout } = await project.run('history');
    const [head, up, down, ...others] = stdout.trimEnd().split('\n');

    expect(others).toEqual([]);
    expect(head).toMatch(/^STARTED \(UTC\) +STEP +NAME +OUTCOME +TOOK +ROLE +HOST +CHANGED$/);
    expect(up).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +up +1_mood +done +[\d.]+ m?s +\S+ +\S+ +\+1 type, \+1 table$/,
    );
    expect(down).toMatch(/ down +1_mood +done .* -1 type, -1 table$/);
    const shown = await project.run('history show mood');
    expect(shown.stdout).toMatch(
      /^up 1_mood\n {2}outcome {2}done\n {2}at {7}\S+Z to \S+Z, .*s\n {2}by {7}role /,
    );
    expect(shown.stdout).toContain(
      [
        '  changed:',
        '    + type public.mood  enum (sad)',
        '    + table public.diary',
        '      + column public.diary.id  integer NOT NULL',
        '      + column public.diary.m  public.mood',
        '      + constraint diary_pkey on public.diary  PRIMARY KEY (id)',
        '        + index public.diary_pkey',
        '',
        'down 1_mood',
      ].join('\n'),
    );
  });

  it('prints as JSON each object before and after, and the text of the file', async () => {
    const text = sql('CREATE TABLE t (id int)', 'DROP TABLE t');
    const project = await bench.project({ 'migrations/1_t.js': text });
    await project.run('up');
    const { stdout } = await project.run('history show 1_t --json');

    expect(JSON.parse(stdout)).toMatchObject({
      format: 'roundtrip.history/1',
      entries: [
        {
          migration: '1_t',
          direction: 'up',
          outcome: 'done',
          application: 'roundtrip',
          detail: null,
          changed: [
            { change: 'made', kind: 'table', name: 'public.t', before: null, after: { order: ['id'] } },
            {
              change: 'made',
              kind: 'column',
              name: 'public.t.id',
              after: { attributes: { type: 'integer' } },
            },
          ],
          source: { files: [{ name: '1_t.js', text }] },
        },
      ],
    });
  });

  it.each([
    ['history tell 1_alpha', 'history tell is not a command'],
    ['history show', 'history show is not a command'],
    ['history show 9_none', 'there is no migration 9_none in the history'],
  ])('rejects %s', async (line, message) => {
    const project = await bench.project(threeTables);
    const { code, stderr } = await project.run(line);

    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string });
  });
});

describe('roundtrip status', () => {
  it('exits with 1 if a migration was edited or interrupted, and names it', async () => {
    const project = await bench.project({
      'migrations/1_a.js': sql('CREATE TABLE a (id int)', 'DROP TABLE a'),
      'migrations/2_half.js':
        "export const up = (pgm) => { pgm.noTransaction(); pgm.sql('CREATE TABLE one (id int)'); pgm.sql('SELECT 1 / 0'); };\nexport const down = () => {};",
    });
    await project.run('up');
    await project.write({ 'migrations/1_a.js': sql('CREATE TABLE a (id bigint)', 'DROP TABLE a') });
    const { code, stdout } = await project.run('status');

    expect(code).toBe(1);
    expect(stdout).toMatch(/1_a +\S+Z {2}applied, edited\n2_half +pending, up interrupted\n/);
    expect(stdout).toContain(
      [
        'the up of 2_half failed half way; continue with up --resume',
        '  1. ran: CREATE TABLE one (id int);',
        '  2. started, may have taken effect: SELECT 1 / 0;',
        '',
        '1 migration applied, 1 pending, 1 edited, 1 interrupted\n',
      ].join('\n'),
    );
    expect(JSON.parse((await project.run('status --json')).stdout)).toMatchObject({
      format: 'roundtrip.status/1',
      history: 'readable',
      migrations: [
        { name: '1_a', edited: 'up', baseline: false, halfDone: null },
        { name: '2_half', edited: null, halfDone: { direction: 'up', how: 'failed' } },
      ],
    });
    expect((await project.run('up')).stderr).toContain('edited since they were applied: 1_a');
    expect((await project.run('down --allow-edited')).code).toBe(0);
  });
});
