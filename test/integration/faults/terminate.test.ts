import { sides } from '../../support/faults/boundaries.js';
import { expectSound } from '../../support/faults/expect-sound.js';
import { openPlace, statements, type Direction, type Place } from '../../support/faults/place.js';
import { holding } from '../../support/faults/until.js';

let place: Place;

beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

/** The sessions that an administrator terminates, and the expected message. */
const victims = {
  step: {
    which: 'a.client_port = $1',
    said: 'terminating connection due to administrator command',
  },
  lock: {
    which: "$1 > 0 AND a.pid IN (SELECT l.pid FROM pg_catalog.pg_locks AS l WHERE l.locktype = 'advisory')",
    said: 'the session that held the migration lock has ended',
  },
  others: {
    which: 'a.client_port <> $1',
    said: 'terminat',
  },
  all: {
    which: '$1 > 0',
    said: 'terminating connection due to administrator command',
  },
} as const;

async function terminate(victim: keyof typeof victims, port: number): Promise<void> {
  await place.session.query(
    `SELECT pg_catalog.pg_terminate_backend(a.pid, 5000) FROM pg_catalog.pg_stat_activity AS a
     WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND ${victims[victim].which}`,
    [port],
  );
}

const cases = (Object.keys(victims) as (keyof typeof victims)[]).flatMap((victim) =>
  (['up', 'down'] as const).map((direction) => ({ victim, direction })),
);

describe('pg_terminate_backend between two statements', () => {
  it.each(cases)('rolls back the $direction: $victim', async ({ victim, direction }) => {
    await place.prepare(direction);
    const run = await holding(place, { direction, at: statements[direction][1], when: 'before' }, (held) =>
      terminate(victim, held.port),
    );

    expect(run).toMatchObject({ status: 'rejected', reason: { exitCode: 3 } });
    expect(String((run as PromiseRejectedResult).reason)).toContain(victims[victim].said);
    expect(await expectSound(place, direction)).toBe(sides[direction].begun);
  });

  it.each(['up', 'down'] as const)(
    'before its COMMIT rolls back the %s, which is reported as in doubt',
    async (direction: Direction) => {
      await place.prepare(direction);
      const boundary = { direction, at: 'COMMIT', behind: statements[direction][0], when: 'before' } as const;
      const run = await holding(place, boundary, (held) => terminate('step', held.port));

      expect(String((run as PromiseRejectedResult).reason)).toContain(
        'the connection was lost during COMMIT',
      );
      expect(await expectSound(place, direction)).toBe(sides[direction].begun);
    },
  );
});
