import { setTimeout as pause } from 'node:timers/promises';
import type { RunningCommand } from '../../support/run-command.js';
import { useBench } from './support/bench.js';
import type { Project } from './support/project.js';

const bench = useBench();
let project: Project;

/** One person per unit of scale. */
const people = `
export const owns = { people: "email LIKE '%@example.com'" };
export const load = ({ scale, random }) => {
  const number = random('email');
  return {
    table: 'people', key: 'id', columns: ['email'], count: scale,
    row: (index) => [index + '-' + number(index) + '@example.com'],
  };
};`;

/** Two notes per person, with characters that COPY escapes and a NULL. */
const notes = `
export const load = ({ scale, first }) => ({
  table: 'public.notes', key: 'id', columns: ['person_id', 'note'], count: 2 * scale,
  row: (index) => [first('people') + Math.floor(index / 2), index % 2 ? null : 'a\\tb\\\\c\\n' + index],
});`;

const files = {
  'migrations/1_people.sql': '-- Up Migration\n-- Down Migration\n',
  'seeds/many/01_people.ts': people,
  'seeds/many/02_notes.js': notes,
};

/** The tables as `up` leaves them. */
const TABLES = `
  CREATE TABLE pgmigrations (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
  INSERT INTO pgmigrations (name, run_on) VALUES ('1_people', now());
  CREATE TABLE people (id serial PRIMARY KEY, email text NOT NULL UNIQUE);
  CREATE TABLE notes (
    id serial PRIMARY KEY, person_id integer NOT NULL REFERENCES people ON DELETE CASCADE, note text
  )`;

beforeEach(async () => {
  project = await bench.project(files);
  await bench.session.query(TABLES);
});

/** All rows of both tables as text, for comparisons. */
async function contents(): Promise<unknown> {
  const { rows } = await bench.session.query(`
    SELECT (SELECT count(*)::int FROM people) AS people, (SELECT count(*)::int FROM notes) AS notes,
           (SELECT md5(string_agg(p::text, ' ' ORDER BY p.id)) FROM people AS p) AS "peopleHash",
           (SELECT md5(string_agg(n::text, ' ' ORDER BY n.id)) FROM notes AS n) AS "notesHash"`);
  return rows[0];
}

/** Waits until a running command has committed this number of rows of the first table. */
async function untilLoaded(running: RunningCommand, rows: number): Promise<void> {
  for (;;) {
    const { rows: found } = await bench.session
      .query<{ loaded: number }>('SELECT l.loaded::int FROM roundtrip.load AS l WHERE l.position = 0')
      .catch(() => ({ rows: [] }));
    if ((found[0]?.loaded ?? 0) >= rows) return;
    if (running.process.exitCode !== null) throw new Error((await running.finished).stderr);
    await pause(10);
  }
}

describe('seed --scale', () => {
  it('loads the set, numbers its rows after existing ones, and updates sequences and statistics', async () => {
    await bench.session.query(`
      INSERT INTO people (email) SELECT n || '@example.com' FROM generate_series(1, 3) AS n;
      INSERT INTO notes (id, person_id, note) VALUES (500, 1, 'by hand')`);

    const { code, stdout, stderr } = await project.run('seed many --scale 1000');

    expect({ code, stderr: stderr.split('\n').slice(1) }).toEqual({ code: 0, stderr: [''] });
    expect(stdout).toMatch(
      /^TABLE +ROWS +NUMBERED\npublic\.people +1,000 +id 4 to 1003\npublic\.notes +2,000 +id 501 to 2500\n\nseed set many, --scale 1000 --seed-value 1: 3,000 rows in .* rows\/s\n$/,
    );
    const { rows } = await bench.session.query(`
      SELECT (SELECT note FROM notes WHERE id = 503) AS note, (SELECT note FROM notes WHERE id = 502) AS nothing,
             nextval('people_id_seq')::int AS next, nextval('notes_id_seq')::int AS "nextNote",
             (SELECT reltuples::int FROM pg_class WHERE relname = 'notes') AS counted,
             (SELECT count(*)::int FROM notes WHERE person_id < 4) AS others`);
    expect(rows).toEqual([
      { note: 'a\tb\\c\n2', nothing: null, next: 1004, nextNote: 2501, counted: 2001, others: 1 },
    ]);
  });

  it('is rejected for a loaded set, with a remedy', async () => {
    await project.run('seed many --scale 10 --seed-value 7');
    const before = await contents();

    const { code, stderr } = await project.run('seed many --scale 10');

    expect(code).toBe(2);
    expect(stderr).toContain('the set many is loaded already (--scale 10)\nRemove it first with --clean.');
    expect(await contents()).toEqual(before);
  });

  it('prints only JSON with --json', async () => {
    const { stdout } = await project.run('seed many --scale 10 --json');

    const { milliseconds, ...report } = JSON.parse(stdout) as { milliseconds: number };
    expect(milliseconds).toBeGreaterThan(0);
    expect(report).toEqual({
      format: 'roundtrip.seed-load/1',
      set: 'many',
      scale: 10,
      seed: 1,
      tables: [
        { table: 'public.people', key: 'id', first: 1, rows: 10 },
        { table: 'public.notes', key: 'id', first: 1, rows: 20 },
      ],
      rows: 30,
    });
  });

  it('is rejected in production, also for removing', async () => {
    for (const flag of ['--scale 10', '--clean']) {
      const { code, stderr } = await project.run(`seed many ${flag}`, { NODE_ENV: 'production' });

      expect(code).toBe(2);
      expect(stderr).toContain('NODE_ENV is production');
    }
    expect(await contents()).toMatchObject({ people: 0, notes: 0 });
  });

  it('requires a size', async () => {
    const { code, stderr } = await project.run('seed many');

    expect(code).toBe(2);
    expect(stderr).toContain('01_people.ts is a load set\nGive its scale, for example --scale 1000.');
  });

  it('is rejected if the tables contain rows of others, unless forced', async () => {
    await bench.session.query("INSERT INTO people (email) VALUES ('somebody@shop.test')");

    const { code, stderr } = await project.run('seed many --scale 10');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('people holds 1 row') as string,
    });

    expect((await project.run('seed many --scale 10 --force')).code).toBe(0);
  });
});

describe('an interrupted load', () => {
  const scale = 110_000;

  it('is resumed with --resume to the same rows, after any number of interruptions and kills', async () => {
    await project.run(`seed many --scale ${scale}`);
    const whole = await contents();
    await project.run('seed many --clean');

    const first = project.start(`seed many --scale ${scale}`);
    await untilLoaded(first, 50_000);
    first.process.kill('SIGINT');
    const { code, stderr } = await first.finished;
    expect(code).toBe(130);
    expect(stderr).toContain(
      'The loaded rows were kept: continue with --resume, or remove them with --clean.',
    );
    expect((await project.run(`seed many --scale ${scale}`)).stderr).toContain(
      `a load of the set many (--scale ${scale}) was interrupted`,
    );

    const second = project.start('seed many --resume');
    await untilLoaded(second, 100_000);
    second.process.kill('SIGKILL');
    await second.finished;

    expect((await project.run('seed many --resume --scale 5')).stderr).toContain(
      `was started with --scale ${scale} --seed-value 1`,
    );
    const { stdout } = await project.run('seed many --resume');
    expect(stdout).toContain(`public.notes   ${(2 * scale).toLocaleString('en-US')}  id 1 to ${2 * scale}`);
    expect(await contents()).toEqual(whole);
    expect((await project.run('seed many --resume')).stdout).toContain('was already complete');
  });
});
