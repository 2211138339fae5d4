import {
  InexactRollback,
  NotReversibleError,
  assertReversible,
  down,
  prove,
  redo,
  seed,
  status,
  up,
  verify,
} from '../../../src/index.js';
import { jest } from '@jest/globals';
import { useBench } from '../cli/support/bench.js';
import { sql, table } from '../cli/support/migrations.js';
import type { Files } from '../cli/support/project.js';

const bench = useBench();

const mood = sql("CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE beta (m mood)", 'DROP TABLE beta');

/** Creates a project whose `.env` contains the URL of the scratch database, and returns its folder. */
async function project(files: Files): Promise<string> {
  const settings = { '.env': `DATABASE_URL=${bench.url}`, 'package.json': '{"type": "module"}' };
  return (await bench.project({ ...settings, ...files })).directory;
}

function exact(): Promise<string> {
  return project({ 'migrations/1_alpha.ts': table('alpha'), 'migrations/2_beta.ts': table('beta') });
}

function inexact(): Promise<string> {
  return project({ 'migrations/1_alpha.ts': table('alpha'), 'migrations/2_mood.js': mood });
}

/** The error of a rejected call. */
function rejection(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

describe('the library', () => {
  it('proves a project given only its folder, with the server in its .env', async () => {
    const { format, verdict, migrations, server } = await prove({ cwd: await exact() });

    expect({ format, verdict, server: server.kind }).toEqual({
      format: 'roundtrip.prove/1',
      verdict: 'reversible',
      server: 'server',
    });
    expect(migrations.map(({ name, verdict: one }) => [name, one])).toEqual([
      ['1_alpha', 'reversible'],
      ['2_beta', 'reversible'],
    ]);
    expect(await bench.tables()).toEqual([]);
  });

  it('returns findings as data, and only for the selected migrations', async () => {
    const cwd = await inexact();

    expect(await prove({ cwd })).toMatchObject({
      verdict: 'not-reversible',
      migrations: [
        {},
        { verdict: 'leaves-traces', file: 'migrations/2_mood.js', traces: [{ kind: 'type' }] },
      ],
    });
    expect(await prove({ cwd, names: ['alpha'], jobs: 1 })).toMatchObject({ verdict: 'reversible' });
  });

  it('asserts that migrations are reversible, and rejects with the report as text', async () => {
    const error = await rejection(assertReversible({ cwd: await inexact() }));

    expect(error).toBeInstanceOf(NotReversibleError);
    expect(error).toMatchObject({
      code: 'not-reversible',
      exitCode: 1,
      result: { verdict: 'not-reversible' },
    });
    expect(String(error)).toContain('type public.mood is left behind');
    expect(String(error)).toContain('DROP TYPE public.mood;');
    expect(String(error)).not.toContain('\u001b');
    await expect(assertReversible({ cwd: await exact() })).resolves.toMatchObject({ verdict: 'reversible' });
  });

  it('applies, rolls back and reapplies migrations, and returns their status', async () => {
    const cwd = await exact();

    expect(await up({ cwd, count: 1 })).toMatchObject({ migrations: [{ name: '1_alpha', direction: 'up' }] });
    expect((await status({ cwd })).migrations.map(({ state }) => state)).toEqual(['applied', 'pending']);
    await up({ cwd });
    expect((await redo({ cwd })).migrations.map(({ direction }) => direction)).toEqual(['down', 'up']);
    expect(await verify({ cwd })).toMatchObject({ verdict: 'same' });
    expect((await down({ cwd, to: 'alpha' })).migrations.map(({ name }) => name)).toEqual(['2_beta']);
    await down({ cwd, all: true });
    expect(await bench.tables()).toEqual([]);
  });

  it('rejects a rollback that is not exact, without changes, and commits it if its differences are accepted', async () => {
    const cwd = await inexact();
    await up({ cwd });
    const error = await rejection(down({ cwd }));

    expect(error).toBeInstanceOf(InexactRollback);
    expect(error).toMatchObject({ code: 'inexact-rollback', finding: { traces: [{ kind: 'type' }] } });
    expect(await bench.tables()).toEqual(['alpha', 'beta']);
    const notes: string[] = [];
    await down({ cwd, acceptTraces: true, onNote: (note) => notes.push(note) });
    expect(await bench.tables()).toEqual(['alpha']);
    expect(notes.join('\n')).toContain('public.mood');
  });

  it('requires the name of the database for a rollback in production', async () => {
    const cwd = await exact();
    await up({ cwd });
    const env = { NODE_ENV: 'production' };

    expect(await rejection(down({ cwd, env }))).toMatchObject({ code: 'refused' });
    expect(await rejection(down({ cwd, env, confirm: 'another' }))).toMatchObject({ code: 'refused' });
    const { rows } = await bench.session.query<{ name: string }>('SELECT current_database() AS name');
    await down({ cwd, env, confirm: rows[0]?.name });
    expect(await bench.tables()).toEqual(['alpha']);
  });

  it('runs seeds', async () => {
    const cwd = await project({
      'migrations/1_alpha.ts': table('alpha'),
      'seeds/development/1.sql': "INSERT INTO alpha (note) VALUES ('seed')",
    });
    await up({ cwd });

    expect(await seed({ cwd })).toMatchObject({
      set: 'development',
      tables: [{ table: 'public.alpha', inserted: 1 }],
    });
  });

  it('rejects with its own error classes, which contain a remedy', async () => {
    const cwd = await exact();
    const databaseUrl = 'postgres://nobody@127.0.0.1:1/nothing';

    for (const call of [prove, up, status]) {
      expect(await rejection(call({ cwd, databaseUrl }))).toMatchObject({
        name: 'DatabaseError',
        code: 'database',
        remedy: expect.stringMatching(/./) as string,
      });
    }
  });

  it('can be interrupted, and leaves no scratch database behind', async () => {
    const cwd = await project({
      'migrations/1_alpha.ts': table('alpha'),
      'migrations/2_slow.js': sql('SELECT pg_sleep(60)'),
    });
    const stopping = new AbortController();
    const running = rejection(up({ cwd, signal: stopping.signal }));
    while ((await bench.tables()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stopping.abort();

    expect(await running).toMatchObject({ name: 'InterruptedError', code: 'interrupted' });
    expect((await status({ cwd })).migrations.map(({ state }) => state)).toEqual(['applied', 'pending']);
  });

  it('prints nothing, and does not change the environment of the process', async () => {
    const cwd = await inexact();
    const written: unknown[] = [];
    const streams = [process.stdout, process.stderr];
    const spies = streams.map((stream) =>
      jest.spyOn(stream, 'write').mockImplementation((text) => written.push(text) > 0),
    );
    const before = { ...process.env };
    await prove({ cwd });
    await up({ cwd });
    await rejection(down({ cwd }));
    for (const spy of spies) spy.mockRestore();

    expect(written).toEqual([]);
    expect({ ...process.env }).toEqual(before);
  });
});
