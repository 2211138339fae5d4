import { setTimeout as sleep } from 'node:timers/promises';
import { withSession } from '../../../src/database/with-session.js';
import type { RunNote } from '../../../src/run/run-migrations.js';
import { sides } from '../../support/faults/boundaries.js';
import { expectSound } from '../../support/faults/expect-sound.js';
import { openPlace, type Place } from '../../support/faults/place.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

let place: Place;
let scratch: Scratch;

beforeAll(async () => {
  scratch = await createScratch();
  place = await openPlace({ at: scratch });
});
afterAll(() => place.close());

const directions = ['up', 'down'] as const;

/** Runs `action` while a transaction reads the table that the step changes. */
async function whileRead<T>(action: (end: () => Promise<void>) => Promise<T>): Promise<T> {
  return withSession(scratch.database, async (reader) => {
    await reader.query('BEGIN; SELECT FROM base');
    return action(async () => {
      await reader.query('COMMIT');
    });
  });
}

describe('a long-running reader', () => {
  it.each(directions)('is not interrupted: %s fails when its lock timeout expires', async (direction) => {
    await place.prepare(direction);
    const [end] = await whileRead(() =>
      Promise.allSettled([place.run(direction, { limits: { lockTimeout: 100 }, lockRetries: 0 })]),
    );

    expect(String((end as PromiseRejectedResult).reason)).toContain(
      'canceling statement due to lock timeout (SQLSTATE 55P03)',
    );
    expect(await expectSound(place, direction)).toBe(sides[direction].begun);
  });

  it.each(directions)(
    'that ends meanwhile lets the next attempt of %s succeed, and others can read in between',
    async (direction) => {
      await place.prepare(direction);
      const notes: RunNote[] = [];
      const observer = {
        started: () => undefined,
        finished: () => undefined,
        noted: (note: RunNote) => notes.push(note),
      };
      await whileRead(async (end) => {
        const pause = async () => {
          // The step does not wait for its lock during the pause, so it blocks no reader.
          await withSession(scratch.database, (other) =>
            other.query("SET lock_timeout = '50ms'; SELECT FROM base"),
          );
          await end();
          await sleep(1);
        };
        const clock = { pause, random: () => 0 };
        await place.run(direction, { limits: { lockTimeout: 100 }, clock, observer });
      });

      expect(notes.filter(({ kind }) => kind !== 'waiting-for-lock')).toMatchObject([
        { kind: 'retrying', name: '2_step', attempt: 1, pause: 500, reason: 'lock timeout' },
      ]);
      expect(await expectSound(place, direction)).toBe(sides[direction].done);
    },
  );
});
