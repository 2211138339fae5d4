import { toSnapshot } from '../../../src/catalog/model/snapshot.js';
import { diff } from '../../../src/catalog/model/diff.js';
import type { CatalogObject } from '../../../src/catalog/model/object.js';
import { explainRows, explainTrace } from '../../../src/prove/explanation.js';

const table: CatalogObject = { kind: 'table', name: 'public.t', attributes: {}, order: ['a', 'b'] };
const parent = { kind: 'table', name: 'public.t' } as const;
const index: CatalogObject = {
  kind: 'index',
  name: 'public.i',
  parent,
  attributes: { definition: 'CREATE INDEX i ON public.t USING btree (a)' },
};
const column = (attributes: CatalogObject['attributes'] = {}): CatalogObject => ({
  kind: 'column',
  name: 'public.t.a',
  parent,
  attributes: { type: 'integer', ...attributes },
});
const notNull = column({ 'not null': 'yes' });
const key: CatalogObject = {
  kind: 'constraint',
  name: 't_pkey on public.t',
  parent,
  attributes: { definition: 'PRIMARY KEY (a)' },
};
const schema: CatalogObject = { kind: 'schema', name: 's', attributes: {} };
const sequence: CatalogObject = { kind: 'sequence', name: 'public.s', attributes: {} };
const counted = column({ default: "nextval('public.s'::regclass)" });
const inherited = column({ inheritance: 'inherited' });
const local = column({ inheritance: 'inherited and local' });

type State = readonly CatalogObject[];

interface Case {
  readonly what: string;
  readonly before: State;
  /** After the up. */
  readonly between: State;
  readonly after: State;
}

function explained({ before, between, after }: Case): readonly (string | undefined)[] {
  const states = { before: toSnapshot(before), between: toSnapshot(between), after: toSnapshot(after) };
  const differences = diff(states.before, states.after);
  return differences.map((difference) => explainTrace(difference, { ...states, differences }));
}

const surprising: readonly (Case & { readonly text: string })[] = [
  {
    what: 'a column that was dropped and made again',
    before: [table],
    between: [{ ...table, order: ['b'] }],
    after: [{ ...table, order: ['b', 'a'] }],
    text: 'PostgreSQL adds columns only at the end',
  },
  {
    what: 'a child that left its parent and came back',
    before: [table, inherited],
    between: [table, column()],
    after: [table, local],
    text: 'NO INHERIT and INHERIT again',
  },
  {
    what: 'a primary key that came and went',
    before: [table, column()],
    between: [table, notNull, key],
    after: [table, notNull],
    text: 'A primary key makes its columns NOT NULL',
  },
  {
    what: 'a sequence made by hand',
    before: [table],
    between: [table, counted, sequence],
    after: [table, sequence],
    text: 'A sequence created by CREATE SEQUENCE is not dropped',
  },
  {
    what: 'what hung on a column that was made anew',
    before: [table, column(), index],
    between: [table],
    after: [table, column()],
    text: 'drops its indexes, constraints',
  },
  {
    what: 'what the up did not make',
    before: [schema],
    between: [schema],
    after: [],
    text: 'It existed before the up',
  },
  {
    what: 'an index that IF NOT EXISTS skipped',
    before: [table, column(), index],
    between: [table, column(), index],
    after: [table, column()],
    text: 'It existed before the up',
  },
];

it.each(surprising.map((one) => [one.what, one] as const))('%s has the right explanation', (_what, one) => {
  expect(explained(one)).toEqual([expect.stringContaining(one.text)]);
});

const plain: readonly Case[] = [
  { what: 'what is left', before: [], between: [schema], after: [schema] },
  { what: 'a table that the up drops', before: [table], between: [], after: [] },
  {
    what: 'an index that the up drops',
    before: [table, column(), index],
    between: [table, column()],
    after: [table, column()],
  },
  {
    what: 'a NOT NULL that the up sets',
    before: [table, column()],
    between: [table, notNull],
    after: [table, notNull],
  },
  { what: 'a sequence without a column', before: [], between: [sequence], after: [sequence] },
  {
    what: 'a column that the up makes local',
    before: [table, inherited],
    between: [table, local],
    after: [table, local],
  },
];

it.each(plain.map((one) => [one.what, one] as const))('%s has no explanation', (_what, one) => {
  expect(explained(one)).toEqual([undefined]);
});

it('the explanation of lost rows suggests an alternative', () => {
  const lost = { table: 't', rows: 1, before: 2, after: 2 };
  expect(explainRows({ ...lost, columns: ['a'] })).toContain('Rename the column');
  expect(explainRows({ ...lost, columns: [], after: 1 })).toContain('to a separate table in the up');
});
