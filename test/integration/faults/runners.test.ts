import { fileURLToPath } from 'node:url';
import { startProgram } from '../../support/run-command.js';
import { sides } from '../../support/faults/boundaries.js';
import { expectSound } from '../../support/faults/expect-sound.js';
import { openPlace, statements, type Place } from '../../support/faults/place.js';
import { holding, whileSleeping } from '../../support/faults/until.js';

let place: Place;

beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const directions = ['up', 'down'] as const;

describe('two concurrent runs', () => {
  it.each(directions)(
    'of %s: one succeeds, and the error of the other names the session that holds the lock',
    async (direction) => {
      await place.prepare(direction);
      let other: PromiseSettledResult<void> | undefined;
      const boundary = { direction, at: statements[direction][1], when: 'before' } as const;
      const run = await holding(place, boundary, async () => {
        [other] = await Promise.allSettled([place.run(direction)]);
      });

      expect(run.status).toBe('fulfilled');
      expect(String((other as PromiseRejectedResult).reason)).toMatch(
        /another run holds the migration lock: roundtrip \(pid \d+/,
      );
      expect(await expectSound(place, direction)).toBe(sides[direction].done);
    },
  );
});

describe('ten concurrent runs that wait for each other', () => {
  it('of up apply each migration once', async () => {
    await place.prepare('up');
    const runs = Array.from({ length: 10 }, () => place.run('up', { limits: { lockWait: 60 } }));
    await Promise.all(runs);

    expect(await expectSound(place, 'up')).toBe('after');
  });

  it('of down roll back one migration each, in reverse order, and none twice', async () => {
    await place.prepare('down');
    const runs = Array.from({ length: 10 }, () => place.run('down', { limits: { lockWait: 60 } }));
    const ends = await Promise.allSettled(runs);
    await place.run('up');

    expect(ends.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'fulfilled'));
    expect(await expectSound(place, 'up')).toBe('after');
  });
});

const program = fileURLToPath(import.meta.resolve('node-pg-migrate/bin/node-pg-migrate'));

describe('the node-pg-migrate command', () => {
  const migrate = async (direction: 'up' | 'down') => {
    const env = { DATABASE_URL: place.url };
    return startProgram([program, direction], { cwd: place.project.directory, env }).finished;
  };

  it.each(directions)('fails while %s runs', async (direction) => {
    await place.prepare(direction);
    let theirs = { code: null as number | null, stderr: '' };
    const boundary = { direction, at: statements[direction][1], when: 'before' } as const;
    const run = await holding(place, boundary, async () => {
      theirs = await migrate(direction);
    });

    expect({ ours: run.status, theirs: theirs.code }).toEqual({ ours: 'fulfilled', theirs: 1 });
    expect(theirs.stderr).toContain('Another migration is already running');
    expect(await expectSound(place, direction)).toBe(sides[direction].done);
  });

  it.each(directions)(
    'makes %s fail while it runs, and after its own failure, roundtrip can continue',
    async (direction) => {
      await place.prepare(direction);
      const { result } = await whileSleeping(
        place,
        () => migrate(direction),
        async () => {
          const [ours] = await Promise.allSettled([place.run(direction)]);
          expect(String((ours as PromiseRejectedResult).reason)).toContain(
            'another run holds the migration lock',
          );
          await place.session.query(
            "SELECT pg_catalog.pg_cancel_backend(a.pid) FROM pg_catalog.pg_stat_activity AS a WHERE a.wait_event = 'PgSleep' AND a.datname = pg_catalog.current_database()",
          );
        },
      );

      expect(result).toMatchObject({ status: 'fulfilled', value: { code: 1 } });
      expect(await expectSound(place, direction)).toBe(sides[direction].begun);
    },
  );
});
