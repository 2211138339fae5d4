import type { Action, ActionOf, ChangeOf, Relation, TableAction } from '../actions/action.js';
import type { ColumnSpec, ConstraintSpec } from '../actions/table-parts.js';
import type { Schema, TableFacts } from '../schema/schema.js';
import { isProvenNotNull } from './not-null-proof.js';
import { rewriteNeed } from './type-change.js';
import { volatileFunction } from './volatile-default.js';

/** Work on a table that takes longer the more rows it has. */
export interface ExpectedWork {
  readonly relation: Relation;
  readonly kind: 'rewrite' | 'scan' | 'index build' | 'row changes' | 'read';
}

type WorkReaders = {
  readonly [K in Action['kind']]?: (action: ActionOf<K>, schema: Schema) => readonly ExpectedWork[];
};

const workReaders: WorkReaders = {
  'alter table': ({ relation, change }, schema) => {
    const kind = alterTableWork(relation, change, schema);
    return kind ? [{ relation, kind }] : [];
  },
  'create index': ({ relation }) => [{ relation, kind: 'index build' }],
  'change rows': ({ relation, bounded, reads }) => [
    ...(bounded ? [] : [{ relation, kind: 'row changes' } as const]),
    ...reads.map((one) => ({ relation: one, kind: 'read' }) as const),
  ],
  query: ({ reads }) => reads.map((relation) => ({ relation, kind: 'read' })),
  refresh: ({ relation, withData }) => (withData ? [{ relation, kind: 'rewrite' }] : []),
  reindex: ({ relation }) => (relation === undefined ? [] : [{ relation, kind: 'index build' }]),
  'vacuum full': ({ relations }) => relations.map((relation) => ({ relation, kind: 'rewrite' })),
  cluster: ({ relations }) => relations.map((relation) => ({ relation, kind: 'rewrite' })),
};

/** The work of a statement of this form, as far as the schema is known. */
export function expectedWork(action: Action, schema: Schema): readonly ExpectedWork[] {
  const read = workReaders[action.kind] as
    ((action: Action, schema: Schema) => readonly ExpectedWork[]) | undefined;
  return read?.(action, schema) ?? [];
}

type WorkKind = ExpectedWork['kind'] | undefined;

type ChangeWorks = {
  readonly [K in TableAction['kind']]?: (change: ChangeOf<K>, table: TableFacts | undefined) => WorkKind;
};

const changeWorks: ChangeWorks = {
  'add column': ({ column }) => columnWork(column),
  'add constraint': ({ constraint }) => constraintWork(constraint),
  'change type': ({ column, type }, table) =>
    rewriteNeed(table?.columns.get(column)?.type, type) === 'none' ? undefined : 'rewrite',
  'set not null': ({ column }, table) => (isProvenNotNull(table, column) ? undefined : 'scan'),
  'validate constraint': () => 'scan',
  'attach partition': () => 'scan',
  'rewrite storage': () => 'rewrite',
  'set expression': () => 'rewrite',
};

function alterTableWork(relation: Relation, change: TableAction, schema: Schema): WorkKind {
  const work = changeWorks[change.kind] as
    ((change: TableAction, table: TableFacts | undefined) => WorkKind) | undefined;
  return work?.(change, schema.table(relation));
}

/** Why ADD COLUMN rewrites the table; `undefined` where it does not. */
export function rewritingPart(
  column: ColumnSpec,
): 'volatile default' | 'sequence' | 'stored expression' | undefined {
  if (column.sequence) return 'sequence';
  if (column.generated === 'stored') return 'stored expression';
  return volatileFunction(column.default) === undefined ? undefined : 'volatile default';
}

function columnWork(column: ColumnSpec): ExpectedWork['kind'] | undefined {
  if (rewritingPart(column)) return 'rewrite';
  // Its NOT NULL needs no scan: the default, or the lack of rows, decides. A foreign key of a column that is NULL
  // everywhere is not validated (`transformAlterTableStmt` in parse_utilcmd.c).
  const constraints = column.constraints.filter(
    ({ kind }) => kind !== 'not null' && (kind !== 'foreign key' || column.default !== undefined),
  );
  const works = constraints.flatMap((constraint) => constraintWork(constraint) ?? []);
  return works.find((work) => work === 'index build') ?? works[0];
}

export function constraintWork({
  kind,
  validation,
  usingIndex,
}: ConstraintSpec): ExpectedWork['kind'] | undefined {
  if (kind === 'exclusion') return 'index build';
  if (kind === 'unique' || kind === 'primary key')
    return usingIndex === undefined ? 'index build' : undefined;
  return validation === 'checked' ? 'scan' : undefined;
}
