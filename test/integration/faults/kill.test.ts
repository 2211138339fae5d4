import { allBoundaries } from '../../support/faults/boundaries.js';
import { expectSound } from '../../support/faults/expect-sound.js';
import { openPlace, type Place } from '../../support/faults/place.js';
import { strikeAsleep, untilReached } from '../../support/faults/until.js';

let place: Place;

beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

describe('kill -9 leaves a step completed or not begun', () => {
  it.each(allBoundaries)('in the $direction, $when: $at', async ({ direction, left, ...boundary }) => {
    await place.prepare(direction);
    const { running } = await untilReached(place, boundary, () => place.project.start(direction));
    running.process.kill('SIGKILL');
    await running.finished;

    expect(await expectSound(place, direction)).toBe(left);
  });
});

describe('kill -9 during a long statement', () => {
  it.each([
    { direction: 'up', left: 'before' },
    { direction: 'down', left: 'after' },
  ] as const)('of the $direction also ends the statement on the server', async ({ direction, left }) => {
    await place.prepare(direction);
    const { milliseconds } = await strikeAsleep(place, direction, 'SIGKILL');

    expect(milliseconds).toBeLessThan(10_000);
    expect(await expectSound(place, direction)).toBe(left);
  });
});
