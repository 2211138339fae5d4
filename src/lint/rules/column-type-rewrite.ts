import { isTimestampPair, printType, rewriteNeed, type RewriteNeed } from '../expected/type-change.js';
import { isPlainCast } from '../expected/plain-cast.js';
import { changeOf, type Change } from './changes.js';
import { noHits, type ActionScene, type Rule } from './rule.js';

export const columnTypeRewrite: Rule = {
  id: 'column-type-rewrite',
  title: 'A change of type rewrites the table',
  severity: { up: 'error', down: 'error' },
  why: 'Unless stored values stay valid as they are, ALTER COLUMN … TYPE writes the table and all its indexes anew under an ACCESS EXCLUSIVE lock. Only changes such as varchar(50) to varchar(100), varchar to text, or more digits of a numeric with the same scale rewrite nothing.',
  instead:
    'Add a column of the new type, keep both in step by a trigger, fill it in batches, and switch the application over.',
  remedy: {
    sql: 'ALTER TABLE users ADD COLUMN id_new bigint;',
    builder: "pgm.addColumn('users', { id_new: { type: 'bigint' } });",
  },
  check: ({ action, schema, step }) => {
    const change = changeOf(action, 'change type');
    if (!change) return noHits;
    const { relation, column, type } = change;
    const from = schema.table(relation)?.columns.get(column)?.type;
    const need = needOf(change, { schema, step });
    if (need === 'none') return noHits;
    const before = from ? ` from ${printType(from)}` : '';
    const message =
      need === 'unknown'
        ? `changing ${column} to ${printType(type)} may rewrite ${relation}: its present type is not known`
        : `changing ${column}${before} to ${printType(type)} rewrites ${relation}`;
    return [
      {
        relation,
        evidence: { kind: 'rewrite' },
        message,
        ...(need === 'unknown' && /^(text|varchar)$/.test(type.name) && !change.using
          ? { severity: 'warning' }
          : {}),
      },
    ];
  },
  bad: {
    up: { before: 'CREATE TABLE users (id int);', up: 'ALTER TABLE users ALTER COLUMN id TYPE bigint;' },
    down: {
      before: 'CREATE TABLE users (name varchar(50));',
      up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(100);',
      down: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(50);',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (name varchar(50), bio varchar, price numeric(8,2));',
      up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(100), ALTER COLUMN bio TYPE text, ALTER COLUMN price TYPE numeric(12,2);',
    },
    down: {
      before: 'CREATE TABLE users (bio varchar);',
      up: 'ALTER TABLE users ALTER COLUMN bio TYPE text;',
      down: 'ALTER TABLE users ALTER COLUMN bio TYPE varchar;',
    },
  },
};

/** Whether a change of type rewrites the table. */
export function needOf(
  change: Change<'change type'>,
  { schema, step }: Pick<ActionScene, 'schema' | 'step'>,
): RewriteNeed {
  const { relation, column, type, using } = change;
  if (using && !isPlainCast(using, column)) return 'rewrite';
  const from = schema.table(relation)?.columns.get(column)?.type;
  const need = rewriteNeed(from, type);
  if (need !== 'unless UTC' || !from || !isTimestampPair(from, type)) return need;
  return isUtc(step) ? 'none' : 'rewrite';
}

export function isUtc({ actions }: ActionScene['step']): boolean {
  return actions.some(
    ({ action }) =>
      action.kind === 'set' && action.name === 'timezone' && /^(utc|gmt)$/i.test(action.value ?? ''),
  );
}
