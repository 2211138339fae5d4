import { casesFor, repairCasesFor } from '../../support/all-cases.js';
import { runCatalogCase } from '../../support/run-catalog-case.js';
import { createScratch, testServerMajor, type Scratch } from '../../support/scratch.js';

const major = await testServerMajor();
const cases = await casesFor(major);
const repairCases = await repairCasesFor(major);

let scratch: Scratch;

beforeAll(async () => {
  scratch = await createScratch();
});

afterAll(async () => {
  await scratch.drop();
});

describe('a change of a catalog', () => {
  it.each(cases.map((one) => [one.name, one] as const))(
    '%s is seen as what it is, and repairs lead back and there again',
    async (_name, one) => {
      const { found, texts, back, there } = await runCatalogCase(scratch.session, one);
      expect(found).toEqual(one.kind ? expect.arrayContaining([`${one.kind} ${one.object ?? ''}`]) : []);
      for (const text of one.says ?? []) expect(texts).toContain(text);
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
    '"%s" is repaired exactly, or the plan says what it cannot restore',
    async (_name, one) => {
      const { back, there } = await runCatalogCase(scratch.session, one);
      expect({ back: back.wrong, there: there.wrong }).toEqual({ back: [], there: [] });
      expect({ back: back.declared, there: there.declared }).toEqual({
        back: one.cannot ?? [],
        there: one.cannotMake ?? [],
      });
    },
  );
});
