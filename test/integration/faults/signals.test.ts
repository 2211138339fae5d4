import { sides } from '../../support/faults/boundaries.js';
import { expectSound } from '../../support/faults/expect-sound.js';
import { openPlace, type Place } from '../../support/faults/place.js';
import { strikeAsleep } from '../../support/faults/until.js';

let place: Place;

beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

describe('a signal during a long statement', () => {
  it.each([
    { direction: 'up', signal: 'SIGINT' },
    { direction: 'down', signal: 'SIGINT' },
    { direction: 'up', signal: 'SIGTERM' },
    { direction: 'down', signal: 'SIGTERM' },
  ] as const)('cancels the statement at once: $signal in the $direction', async ({ direction, signal }) => {
    await place.prepare(direction);
    const { ended, milliseconds } = await strikeAsleep(place, direction, signal);

    expect({ code: ended.code, stderr: ended.stderr.includes('error: interrupted') }).toEqual({
      code: 130,
      stderr: true,
    });
    expect(milliseconds).toBeLessThan(5_000);
    expect(await expectSound(place, direction)).toBe(sides[direction].begun);
  });
});
