import { toSnapshot } from '../../../src/catalog/catalog-state.js';
import { diff } from '../../../src/catalog/diff.js';
import type { CatalogObject } from '../../../src/catalog/object.js';
import { explainRows, explainTrace } from '../../../src/prove/explanation.js';

const table: CatalogObject = { kind: 'table', name: 'public.t', attributes: {}, order: ['a', 'b'] };
const parent = { kind: 'table', name: 'public.t' } as const;
const index: CatalogObject = { kind: 'index', name: 'public.i', parent, attributes: {} };
const column = (attributes: CatalogObject['attributes']): CatalogObject => ({
  ...{ kind: 'column', name: 'public.t.a', parent, attributes },
});
const schema: CatalogObject = { kind: 'schema', name: 's', attributes: {} };
const sequence: CatalogObject = { kind: 'sequence', name: 'public.s', attributes: {} };

function explained(
  before: readonly CatalogObject[],
  after: readonly CatalogObject[],
): readonly (string | undefined)[] {
  const finding = { before: toSnapshot(before), after: toSnapshot(after) };
  const differences = diff(finding.before, finding.after);
  return differences.map((difference) => explainTrace(difference, { ...finding, differences }));
}

it.each<readonly [string, readonly [readonly CatalogObject[], readonly CatalogObject[]], string]>([
  ['column order', [[table], [{ ...table, order: ['b', 'a'] }]], 'PostgreSQL adds a column at the end'],
  ['inheritance', [[column({})], [column({ local: 'yes' })]], 'NO INHERIT and INHERIT again'],
  [
    'a primary key',
    [
      [table, column({})],
      [table, column({ 'not null': 'yes' })],
    ],
    'A primary key makes its columns NOT NULL',
  ],
  ['a sequence made by hand', [[], [sequence]], 'A sequence made by hand is not dropped'],
  ['what hung on a table that was made anew', [[table, index], [table]], 'takes its indexes, constraints'],
  ['what the up did not make', [[schema], []], 'It was there before the up'],
])('explains %s in a sentence', (_what, [before, after], text) => {
  expect(explained(before, after)).toEqual([expect.stringContaining(text)]);
});

it('says nothing where nothing surprises', () => {
  expect(explained([], [schema])).toEqual([undefined]);
});

it('says what to do instead where rows are lost', () => {
  const lost = { table: 't', rows: 1, before: 2, after: 2 };
  expect(explainRows({ ...lost, columns: ['a'] })).toContain('Rename the column');
  expect(explainRows({ ...lost, columns: [], after: 1 })).toContain('in a table of their own in the up');
});
