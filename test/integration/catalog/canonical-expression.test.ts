import fc from 'fast-check';
import { conditions, prepareToPrint, printTwice } from '../../support/print-twice.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

/** `npm run fuzz:expressions` runs more. */
const numRuns = 100;

let scratch: Scratch;

beforeAll(async () => {
  scratch = await createScratch();
  await prepareToPrint(scratch.session);
});

afterAll(() => scratch.drop());

describe('the canonical form of an expression', () => {
  it('is the same after PostgreSQL parses and prints it again', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(conditions, async (condition) => {
        const forms = await printTwice(scratch.session, condition);
        if (!forms) return;
        read += 1;
        expect(forms[1]).toBe(forms[0]);
      }),
      { numRuns, seed: 1 },
    );
    expect(read).toBeGreaterThan(numRuns / 4);
  });
});
