import fc from 'fast-check';
import { repairStory } from '../../support/random-repair.js';
import { randomStory } from '../../support/random-schema.js';
import { createScratch } from '../../support/scratch.js';

/** `npm run bench:repairs` runs any number of rounds. */
const rounds = 15;

describe('repairs of random changes of random schemas', () => {
  it('are exact, or the plan contains what it cannot restore', async () => {
    const scratch = await createScratch();
    try {
      for (const story of fc.sample(randomStory, { numRuns: rounds, seed: 1 })) {
        const { wrong } = await repairStory(scratch.session, story);
        expect({ then: story.then, wrong }).toEqual({ then: story.then, wrong: [] });
      }
    } finally {
      await scratch.drop();
    }
  });
});
