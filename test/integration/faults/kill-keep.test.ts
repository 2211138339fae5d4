import { openPlace, type Place } from '../../support/faults/place.js';
import type { Boundary } from '../../support/faults/proxy.js';
import { untilReached } from '../../support/faults/until.js';

let place: Place;

beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const names = `
  SELECT (SELECT count(*)::int FROM roundtrip.history AS h WHERE h.detail -> 'kept' IS NOT NULL) AS recorded,
    (SELECT count(*)::int FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = 'roundtrip_kept' AND c.relkind = 'r' AND c.relname <> 'entry') AS tables,
    (SELECT count(*)::int FROM pgmigrations WHERE name = '2_step') AS applied`;

interface State {
  readonly recorded: number;
  readonly tables: number;
  readonly applied: number;
}

async function examine(): Promise<State | undefined> {
  return (await place.session.query<State>(names)).rows[0];
}

const filled = 'INSERT INTO made VALUES (7), (8); UPDATE base SET extra = id::text';
const rows = 'SELECT id::text FROM made UNION ALL SELECT extra FROM base ORDER BY 1';

async function read(): Promise<readonly string[]> {
  return (await place.session.query<{ id: string }>(rows)).rows.map(({ id }) => id);
}

/** Behind the statement that copies or moves, a boundary is in the attempt that keeps. */
const keeping = 'roundtrip_kept"."k';

const downs: readonly (Boundary & { readonly left: 'applied' | 'rolled back' })[] = [
  { at: 'LOCK TABLE', when: 'before', left: 'applied' },
  { at: keeping, when: 'before', left: 'applied' },
  { at: 'DROP TABLE made', behind: keeping, when: 'before', left: 'applied' },
  { at: 'INSERT INTO roundtrip_kept.entry', when: 'before', left: 'applied' },
  { at: 'INSERT INTO roundtrip.history', behind: keeping, when: 'before', left: 'applied' },
  { at: 'COMMIT', behind: keeping, when: 'before', left: 'applied' },
  { at: 'COMMIT', behind: keeping, when: 'unheard', left: 'rolled back' },
];

describe('kill -9 during down --keep', () => {
  it.each(downs)('$when $at leaves kept data and history in agreement', async ({ left, ...boundary }) => {
    await place.session.query('DROP SCHEMA IF EXISTS roundtrip_kept CASCADE');
    await place.prepare('down');
    await place.session.query(`TRUNCATE made; ${filled}`);
    const earlier = (await examine())?.recorded ?? 0;
    const { running } = await untilReached(place, boundary, () => place.project.start('down --keep'));
    running.process.kill('SIGKILL');
    await running.finished;
    await place.session.query('BEGIN; LOCK TABLE base; COMMIT');
    const state = await examine();

    expect({ ...state, recorded: (state?.recorded ?? 0) - earlier }).toEqual(
      left === 'applied' ? { recorded: 0, tables: 0, applied: 1 } : { recorded: 1, tables: 2, applied: 0 },
    );
    if (left === 'applied') await place.project.run('down --keep');
    await place.run('up');
    expect(await read()).toEqual(['1', '2', '7', '8']);
    expect((await examine())?.tables).toBe(0);
  });
});

const ups: readonly (Boundary & { readonly left: 'pending' | 'applied' })[] = [
  { at: 'SET CONSTRAINTS ALL IMMEDIATE', when: 'before', left: 'pending' },
  { at: 'DELETE FROM roundtrip_kept.entry', when: 'before', left: 'pending' },
  { at: 'COMMIT', behind: 'DELETE FROM roundtrip_kept.entry', when: 'before', left: 'pending' },
  { at: 'COMMIT', behind: 'DELETE FROM roundtrip_kept.entry', when: 'unheard', left: 'applied' },
];

describe('kill -9 during an up that restores', () => {
  it.each(ups)('$when $at keeps the data, or has restored it', async ({ left, ...boundary }) => {
    await place.session.query('DROP SCHEMA IF EXISTS roundtrip_kept CASCADE');
    await place.prepare('down');
    await place.session.query(`TRUNCATE made; ${filled}`);
    await place.project.run('down --keep');
    const { running } = await untilReached(place, boundary, () => place.project.start('up'));
    running.process.kill('SIGKILL');
    await running.finished;
    await place.session.query('BEGIN; LOCK TABLE base; COMMIT');
    const state = await examine();

    expect({ tables: state?.tables, applied: state?.applied }).toEqual(
      left === 'pending' ? { tables: 2, applied: 0 } : { tables: 0, applied: 1 },
    );
    if (left === 'pending') await place.run('up');
    expect(await read()).toEqual(['1', '2', '7', '8']);
  });
});

describe('a lock timeout during down --keep', () => {
  it('leaves nothing kept, and the next run keeps everything', async () => {
    await place.session.query('DROP SCHEMA IF EXISTS roundtrip_kept CASCADE');
    await place.prepare('down');
    await place.session.query(`TRUNCATE made; ${filled}; BEGIN; LOCK TABLE base IN ROW EXCLUSIVE MODE`);
    const stopped = await place.project.run('down --keep --lock-timeout 200ms --lock-retries 0');
    await place.session.query('COMMIT');

    expect({ code: stopped.code, tables: (await examine())?.tables }).toEqual({ code: 3, tables: 0 });
    await place.project.run('down --keep');
    await place.run('up');
    expect(await read()).toEqual(['1', '2', '7', '8']);
  });
});
