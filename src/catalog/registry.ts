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
import { column as columnRepair } from './repairs/column.js';
import { constraint as constraintRepair } from './repairs/constraint.js';
import { foreignTable as foreignTableRepair } from './repairs/foreign-table.js';
import { index as indexRepair } from './repairs/index.js';
import { materializedView as materializedViewRepair } from './repairs/materialized-view.js';
import { policy as policyRepair } from './repairs/policy.js';
import { rule as ruleRepair } from './repairs/rule.js';
import { schema as schemaRepair } from './repairs/schema.js';
import { sequence as sequenceRepair } from './repairs/sequence.js';
import { statistics as statisticsRepair } from './repairs/statistics.js';
import { table as tableRepair } from './repairs/table.js';
import { trigger as triggerRepair } from './repairs/trigger.js';
import { view as viewRepair } from './repairs/view.js';

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

export const repairs: { readonly [K in Kind]?: Repair<K> } = {
  column: columnRepair,
  constraint: constraintRepair,
  'foreign table': foreignTableRepair,
  index: indexRepair,
  'materialized view': materializedViewRepair,
  policy: policyRepair,
  rule: ruleRepair,
  schema: schemaRepair,
  sequence: sequenceRepair,
  statistics: statisticsRepair,
  table: tableRepair,
  trigger: triggerRepair,
  view: viewRepair,
};
