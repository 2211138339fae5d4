import { subject, type Difference } from '../catalog/model/diff.js';
import { isRemark } from '../catalog/model/kind-traits.js';
import { keyOf, type Kind, type ObjectKey } from '../catalog/model/object.js';
import { separateConcern, type SeparateConcern } from '../sql-text/transactions.js';

/**
 * Kinds of objects that a statement can change that cannot run in a transaction block; other statements can
 * change any kind.
 */
const kindsByConcern: Readonly<Record<SeparateConcern, readonly Kind[]>> = {
  database: ['database', 'setting'],
  index: ['index'],
  maintenance: [],
  'order of rows': ['index', 'table'],
  partition: ['table', 'foreign table', 'column', 'constraint', 'index', 'trigger'],
  subscription: ['subscription'],
  tablespace: ['tablespace'],
};

/** Keys of objects that the step is known to change, from a run elsewhere. */
export type Expected = ReadonlySet<string>;

/**
 * Distinguishes the changes of a statement without a transaction from concurrent changes by others. Its own
 * changes are of kinds that such a statement can change, and it names the changed objects or those that they
 * belong to; or a run on a scratch database has made the same changes.
 */
export function isOfStatement(sql: string, expected: Expected): (change: Difference) => boolean {
  const concern = separateConcern(sql);
  const kinds = concern && kindsByConcern[concern];
  const words = wordsOf(sql);
  return (change) => {
    const { kind, name, parent } = subject(change);
    if (expected.has(keyOf({ kind, name }))) return true;
    const whole = isRemark({ kind }) ? parent : { kind, name };
    if (kinds && whole && !kinds.includes(whole.kind)) return false;
    return [{ kind, name }, parent].some((key) => key !== undefined && isNamed(key, words));
  };
}

function isNamed({ name }: ObjectKey, words: ReadonlySet<string>): boolean {
  const own = name.replace(/ on .*$/s, '').replace(/\(.*$/s, '');
  const last = /("(?:[^"]|"")*"|[^".]+)$/.exec(own)?.[1] ?? own;
  return words.has(last.replaceAll(/^"|"$/g, '').replaceAll('""', '"').toLowerCase());
}

/** Returns the identifiers of a statement; one between double quotes is taken as a whole. */
function wordsOf(sql: string): ReadonlySet<string> {
  const words = sql.match(/"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
  return new Set(words.map((word) => word.replaceAll(/^"|"$/g, '').replaceAll('""', '"').toLowerCase()));
}
