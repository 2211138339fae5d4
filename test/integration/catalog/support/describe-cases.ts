import { casesFor, repairCasesFor } from '../../../support/all-cases.js';
import { CaseRunner } from '../../../support/case-runner.js';
import { createScratch, testServerMajor, type Scratch } from '../../../support/scratch.js';

/** The number of test files, so that all take about the same time. */
const numParts = 4;

/** Defines the tests of one part: 1, 2, 3 or 4. */
export async function describeCases(part: number): Promise<void> {
  const major = await testServerMajor();
  const cases = partOf(await casesFor(major), part);
  const repairCases = partOf(await repairCasesFor(major), part);
  let scratch: Scratch;
  let runner: CaseRunner;

  beforeAll(async () => {
    scratch = await createScratch();
    runner = new CaseRunner(scratch.session);
  });

  afterAll(async () => {
    await runner.end();
    await scratch.drop();
  });

  describe('a change of a catalog', () => {
    it.each(cases.map((one) => [one.name, one] as const))(
      '%s is detected, also by a refresh, and repaired in both directions',
      async (_name, one) => {
        const { found, texts, stale, back, there } = await runner.run(one);
        expect(found).toEqual(one.kind ? expect.arrayContaining([`${one.kind} ${one.object ?? ''}`]) : []);
        for (const text of one.says ?? []) expect(texts).toContain(text);
        expect(stale).toEqual([]);
        expect({ wrong: back.wrong, isDeclared: back.declared.length > 0 }).toEqual({
          wrong: [],
          isDeclared: one.repair === 'impossible',
        });
        if (one.there === 'not tried') return;
        expect({ wrong: there.wrong, isDeclared: there.declared.length > 0 }).toEqual({
          wrong: [],
          isDeclared: one.there === 'impossible',
        });
      },
    );
  });

  describe('a change that is repaired in both directions', () => {
    it.each(repairCases.map((one) => [one.name, one] as const))(
      '"%s" is repaired exactly, or the plan contains what it cannot restore',
      async (_name, one) => {
        const { stale, back, there } = await runner.run(one);
        expect({ stale, back: back.wrong, there: there.wrong }).toEqual({ stale: [], back: [], there: [] });
        expect({ back: back.declared, there: there.declared }).toEqual({
          back: one.cannot ?? [],
          there: one.cannotMake ?? [],
        });
      },
    );
  });
}

function partOf<T>(all: readonly T[], part: number): readonly T[] {
  const boundary = (index: number) => Math.round((all.length * index) / numParts);
  return all.slice(boundary(part - 1), boundary(part));
}
