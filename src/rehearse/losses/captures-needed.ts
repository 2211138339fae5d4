import { mayChangeRows, valueChanges } from '../../sql-text/row-changes.js';
import type { Table } from '../tables.js';
import { tablesIn, withReferring } from '../tables.js';

/**
 * The tables whose rows have to be captured before a migration: those that its statements name, unless they are known
 * to leave all values as they are. Everything where a statement drops what depends on something, or a whole schema.
 */
export function tablesToCapture(statements: readonly string[], tables: readonly Table[]): readonly Table[] {
  const harmful = statements.filter(mayLose);
  if (harmful.length === 0) return [];
  const all = tables.filter(({ parents }) => parents.length === 0);
  if (harmful.some((sql) => /\bcascade\b|\bschema\b|\bextension\b/i.test(sql) && valueChanges(sql).drops))
    return all;
  const named = tablesIn(statements, tables);
  return harmful.some((sql) => mayChangeRows([sql])) ? withReferring(named, tables) : named;
}

function mayLose(sql: string): boolean {
  const { drops, retypes, changesAttribute } = valueChanges(sql);
  return drops || retypes || changesAttribute || mayChangeRows([sql]);
}
