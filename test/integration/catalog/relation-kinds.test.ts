import type { CatalogCase } from '../../cases/case.js';
import { columnCases } from '../../cases/column.js';
import { constraintCases } from '../../cases/constraint.js';
import { foreignTableCases } from '../../cases/foreign-table.js';
import { indexCases } from '../../cases/index.js';
import { relationCodeCases } from '../../cases/relation-code.js';
import { schemaCases } from '../../cases/schema.js';
import { sequenceCases } from '../../cases/sequence.js';
import { tableCases } from '../../cases/table.js';
import { viewCases } from '../../cases/view.js';
import { runCatalogCase } from '../../support/run-catalog-case.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const kinds: readonly (readonly [kind: string, cases: readonly CatalogCase[]])[] = [
  ['schema', schemaCases],
  ['table', tableCases],
  ['column', columnCases],
  ['constraint', constraintCases],
  ['index', indexCases],
  ['trigger, rule, policy or statistics', relationCodeCases],
  ['view', viewCases],
  ['sequence', sequenceCases],
  ['foreign table', foreignTableCases],
];

let scratch: Scratch;

beforeAll(async () => {
  scratch = await createScratch();
});

afterAll(async () => {
  await scratch.drop();
});

function isOfThisServer({ since = 0, until = Infinity }: CatalogCase): boolean {
  const { major } = scratch.database.server;
  return since <= major && major <= until;
}

describe.each(kinds)('a change of the kind %s', (_kind, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))(
    '%s, and its repair restores the catalog',
    async (_name, one) => {
      if (!isOfThisServer(one)) return;
      const { found, texts, repaired, remaining } = await runCatalogCase(scratch.session, one);
      if (one.object === undefined) expect(found).toEqual([]);
      else expect(found).toContain(`${String(one.kind)} ${one.object}`);
      for (const text of one.says ?? []) expect(texts).toContain(text);
      expect(repaired).toBe(one.repair !== 'impossible');
      if (repaired) expect(remaining).toEqual([]);
    },
  );
});
