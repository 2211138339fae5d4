import type { Kind } from './object.js';
import type { Reader } from './reader.js';
import { column } from './readers/column.js';
import { constraint, domainConstraint } from './readers/constraint.js';
import { foreignTable } from './readers/foreign-table.js';
import { index } from './readers/index.js';
import { materializedView } from './readers/materialized-view.js';
import { policy } from './readers/policy.js';
import { rule } from './readers/rule.js';
import { schema } from './readers/schema.js';
import { sequence } from './readers/sequence.js';
import { statistics } from './readers/statistics.js';
import { table } from './readers/table.js';
import { trigger } from './readers/trigger.js';
import { view } from './readers/view.js';
import type { Repair } from './repair.js';

/** Readers by kind; a kind whose objects hang on different root catalogs has one for each. */
export const readers: { readonly [K in Kind]?: readonly Reader<K>[] } = {
  schema: [schema],
  sequence: [sequence],
  table: [table],
  'foreign table': [foreignTable],
  column: [column],
  constraint: [constraint, domainConstraint],
  index: [index],
  view: [view],
  'materialized view': [materializedView],
  statistics: [statistics],
  rule: [rule],
  policy: [policy],
  trigger: [trigger],
};

export const repairs: { readonly [K in Kind]?: Repair<K> } = {};
