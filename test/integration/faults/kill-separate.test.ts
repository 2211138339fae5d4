import type { Files } from '../cli/support/project.js';
import { expectResumable } from '../../support/faults/expect-sound.js';
import { filesOf, openPlace, type Place } from '../../support/faults/place.js';
import { untilReached } from '../../support/faults/until.js';

const statements = {
  up: [
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS first ON base (id)',
    'CREATE INDEX CONCURRENTLY IF NOT EXISTS second ON base (id)',
  ],
  down: ['DROP INDEX CONCURRENTLY IF EXISTS second', 'DROP INDEX CONCURRENTLY IF EXISTS first'],
} as const;

/** The same step without a transaction. */
function separately(files: Files): Files {
  const step = files['migrations/2_step.js'] ?? '';
  return {
    ...files,
    'migrations/2_step.js': step.replaceAll('(pgm) => {', '(pgm) => { pgm.noTransaction();'),
  };
}

let place: Place;

beforeAll(async () => {
  place = await openPlace({ files: separately(filesOf(statements)) });
});
afterAll(() => place.close());

/** The directions alternate, so that each case starts from the state in which the previous one ended. */
const cases = ([0, 1] as const).flatMap((number) =>
  (['before', 'unheard'] as const).flatMap((when) =>
    (['up', 'down'] as const).map((direction) => ({ direction, at: statements[direction][number], when })),
  ),
);

describe('kill -9 of a migration without a transaction leaves a state that --resume completes', () => {
  it.each(cases)('in the $direction, $when: $at', async ({ direction, at, when }) => {
    await place.prepare(direction);
    // A down runs on a scratch database first, where this boundary must not apply.
    const behind = new URL(place.url).pathname.slice(1);
    const boundary = { at, behind, when };
    const { running } = await untilReached(place, boundary, () => place.project.start(direction));
    running.process.kill('SIGKILL');
    await running.finished;

    await expectResumable(place, direction);
  });
});
