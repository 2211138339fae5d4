import { hasPgbouncer, startPgbouncer } from '../cli/support/pgbouncer.js';
import { sides } from '../../support/faults/boundaries.js';
import { expectSound } from '../../support/faults/expect-sound.js';
import { openPlace, type Place } from '../../support/faults/place.js';

(hasPgbouncer ? describe : describe.skip)(
  'a pooler in transaction mode (needs the program pgbouncer)',
  () => {
    let place: Place;

    beforeAll(async () => {
      place = await openPlace();
    });
    afterAll(() => place.close());

    it.each(['up', 'down'] as const)('is rejected by %s, before anything runs', async (direction) => {
      await place.prepare(direction);
      const bouncer = await startPgbouncer(place.url, { transaction: 'pool_mode=transaction pool_size=3' });
      const [end] = await Promise.allSettled([place.run(direction, { url: bouncer.url('transaction') })]);
      await bouncer.stop();

      expect(String((end as PromiseRejectedResult).reason)).toContain(
        'connects through a pooler in transaction mode',
      );
      expect(await expectSound(place, direction)).toBe(sides[direction].begun);
    });
  },
);
