import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mainBoundaries, sides } from '../../support/faults/boundaries.js';
import { expectSound } from '../../support/faults/expect-sound.js';
import { startOwnServer, type OwnServer } from '../../support/faults/own-server.js';
import { openPlace, type Place } from '../../support/faults/place.js';
import { holding } from '../../support/faults/until.js';

let server: OwnServer;
let place: Place;

beforeAll(async () => {
  server = await startOwnServer();
  place = await openPlace({ at: server });
});
afterAll(() => place.close());

const stops = mainBoundaries.flatMap(
  (boundary) =>
    // One kind of stop is enough for each boundary.
    ({
      ...boundary,
      how: boundary.when === 'unheard' || boundary.at !== 'COMMIT' ? 'crash' : 'fast',
    }) as const,
);

describe('a server that is stopped and restarted', () => {
  it.each(stops)(
    'leaves the step completed or not begun: $how in the $direction, $when: $at',
    async ({ direction, left, how, ...boundary }) => {
      await place.prepare(direction);
      const run = await holding(place, { direction, ...boundary }, () => server.stop(how));
      await server.start();

      // A response that was sent before the stop may still arrive.
      if (boundary.when === 'before')
        expect(run).toMatchObject({ status: 'rejected', reason: { exitCode: 3 } });
      expect(await expectSound(place, direction)).toBe(left);
    },
  );
});

describe('a standby', () => {
  it('is distinguished from its primary, and up and down are rejected', async () => {
    await place.prepare('down');
    await server.stop('fast');
    const signal = join(server.dataDirectory, 'standby.signal');
    await writeFile(signal, '');
    await server.start();
    const [up] = await Promise.allSettled([place.run('up')]);
    const [down] = await Promise.allSettled([place.run('down')]);
    const status = await place.project.run('status');
    await server.stop('fast');
    await rm(signal);
    await server.start();

    expect([up, down].map((end) => String((end as PromiseRejectedResult).reason))).toEqual([
      expect.stringMatching(/the server of .* is a standby/),
      expect.stringMatching(/the server of .* is a standby/),
    ]);
    expect(status).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 migrations applied') as string,
    });
    expect(await expectSound(place, 'down')).toBe('after');
  });
});

describe('a database with read-only transactions by default', () => {
  it.each(['up', 'down'] as const)('is not changed by %s, which reports the setting', async (direction) => {
    await place.prepare(direction);
    await place.session.query('ALTER DATABASE postgres SET default_transaction_read_only = on');
    const [end] = await Promise.allSettled([place.run(direction)]);
    await place.session.query('ALTER DATABASE postgres RESET default_transaction_read_only');

    expect(String((end as PromiseRejectedResult).reason)).toContain('default_transaction_read_only is on');
    expect(await expectSound(place, direction)).toBe(sides[direction].begun);
  });
});
