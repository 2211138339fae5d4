import { setTimeout as sleep } from 'node:timers/promises';
import { mainBoundaries, sides } from '../../support/faults/boundaries.js';
import { expectSound } from '../../support/faults/expect-sound.js';
import { openPlace, statements, type Place } from '../../support/faults/place.js';
import { holding, whileSleeping } from '../../support/faults/until.js';

let place: Place;

beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

/** Timeouts in milliseconds, much shorter than the defaults. */
const patience = { silence: 300, check: 300, pause: 50 };

describe('a proxy that stops responding', () => {
  it.each(mainBoundaries)(
    'is detected in time, in the $direction, $when: $at',
    async ({ direction, left, ...boundary }) => {
      await place.prepare(direction);
      const started = Date.now();
      const run = await holding(place, { direction, patience, ...boundary }, () => {
        place.proxy.silence();
      });
      const milliseconds = Date.now() - started;
      // At some time, the proxy closes its connections.
      place.proxy.cut();

      expect(run).toMatchObject({ status: 'rejected', reason: { exitCode: 3 } });
      expect(String((run as PromiseRejectedResult).reason)).toContain(
        'stopped responding, also on a new connection',
      );
      expect(milliseconds).toBeLessThan(10_000);
      expect(await expectSound(place, direction)).toBe(left);
    },
  );

  it.each(['up', 'down'] as const)(
    'is also detected in the %s if only one connection is affected',
    async (direction) => {
      await place.prepare(direction);
      const boundary = { direction, patience, at: statements[direction][1], when: 'unheard' } as const;
      const run = await holding(place, boundary, () => sleep(2_500));

      expect(String((run as PromiseRejectedResult).reason)).toContain(
        'has sent a response that did not arrive',
      );
      expect(await expectSound(place, direction)).toBe(sides[direction].begun);
    },
  );

  it('is not confused with a server that works on a long statement', async () => {
    await place.prepare('up');
    const cancel =
      "SELECT pg_catalog.pg_cancel_backend(a.pid) FROM pg_catalog.pg_stat_activity AS a WHERE a.wait_event = 'PgSleep' AND a.datname = pg_catalog.current_database()";
    const { result } = await whileSleeping(
      place,
      () => place.run('up', { url: place.proxy.url, patience }),
      async () => {
        await sleep(2_000);
        await place.session.query(cancel);
      },
    );

    expect(String((result as PromiseRejectedResult).reason)).toContain(
      'canceling statement due to user request',
    );
    expect(await expectSound(place, 'up')).toBe('before');
  });
});

describe('a connection that is cut', () => {
  it.each(mainBoundaries)(
    'leaves the step completed or not begun, in the $direction, $when: $at',
    async ({ direction, left, ...boundary }) => {
      await place.prepare(direction);
      const run = await holding(place, { direction, ...boundary }, () => {
        place.proxy.cut();
      });

      expect(run.status).toBe('rejected');
      expect(String((run as PromiseRejectedResult).reason)).toContain(
        boundary.at === 'COMMIT' ? 'lost during COMMIT' : 'terminated',
      );
      expect(await expectSound(place, direction)).toBe(left);
    },
  );
});
