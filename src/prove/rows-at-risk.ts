import { subject, type Difference } from '../catalog/diff.js';
import { mayChangeRows, tablesNamedIn } from './rows/may-change-rows.js';
import type { Rung } from './rung.js';
import type { Stage } from './stage.js';

/**
 * Tables whose rows the migration can lose although the catalog is back: those that were there
 * before it, that it touches or names, and that hold no rows yet.
 */
export function tablesAtRisk({ objects }: Stage, rung: Rung): readonly string[] {
  const { changes, upSql, downSql = [], rowsBefore } = rung;
  if (!canLoseRows(changes, { upSql, downSql })) return [];
  const existing = [...objects.values()].filter(({ kind }) => kind === 'table').map(({ name }) => name);
  const touched = new Set(
    changes.map(subject).flatMap(({ name, parent }) => (parent ? [name, parent.name] : [name])),
  );
  const named = new Set(tablesNamedIn([...upSql, ...downSql], existing));
  return existing.filter((table) => (touched.has(table) || named.has(table)) && !rowsBefore.has(table));
}

interface Sql {
  readonly upSql: readonly string[];
  readonly downSql: readonly string[];
}

/** In an up: what takes values away. Dropped defaults, constraints, indexes and routines do not. */
const takesAway =
  /\bdrop\s+(column|table|type|domain|schema|extension|owned|if\b|")|\bdrop\b[^;]*\bcascade\b/i;

/** In a down: what makes anew a thing that had values. */
const makesAnew =
  /\bcreate\s+table\b|\badd\s+(?!constraint|primary|unique|check|foreign|exclude|value|attribute)/i;

const changesType = /\balter\s+(column\s+)?\S+\s+(set\s+data\s+)?type\b/i;

/**
 * A value gets lost when a data statement runs, when its column or table goes, or when its type
 * changes. What goes and comes back under the same name shows in the statements alone.
 */
function canLoseRows(changes: readonly Difference[], { upSql, downSql }: Sql): boolean {
  return (
    changes.some(losesValues) ||
    upSql.some((sql) => takesAway.test(sql) || changesType.test(sql)) ||
    downSql.some((sql) => makesAnew.test(sql) || changesType.test(sql)) ||
    mayChangeRows([...upSql, ...downSql])
  );
}

function losesValues(difference: Difference): boolean {
  const { kind } = subject(difference);
  if (kind !== 'column' && kind !== 'table') return false;
  if (difference.change === 'missing') return true;
  return (
    difference.change === 'changed' &&
    difference.attributes.some((name) => name === 'type' || name.startsWith('generated'))
  );
}
