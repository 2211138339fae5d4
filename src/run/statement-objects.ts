import { subject, type Difference } from '../catalog/model/diff.js';
import { keyOf, type Kind, type ObjectKey } from '../catalog/model/object.js';
import { separateConcern, type SeparateConcern } from '../sql-text/transactions.js';

/** Kinds that a statement writes that cannot run in a transaction block; others can write all. */
const kindsByConcern: Readonly<Record<SeparateConcern, readonly Kind[]>> = {
  database: ['database', 'setting'],
  index: ['index'],
  maintenance: [],
  'order of rows': ['index', 'table'],
  partition: ['table', 'foreign table', 'column', 'constraint', 'index', 'trigger'],
  subscription: ['subscription'],
  tablespace: ['tablespace'],
};

/** Catalog changes of the step that are known from elsewhere, by the keys of their objects. */
export type Expected = ReadonlySet<string>;

/**
 * Tells the changes of a statement from those that others make while it runs, where no transaction shows them:
 * its own are of the kinds that such a statement writes, and it names them or what they belong to; or a run on
 * a scratch database has shown them.
 */
export function isOfStatement(sql: string, expected: Expected): (change: Difference) => boolean {
  const concern = separateConcern(sql);
  const kinds = concern && kindsByConcern[concern];
  const words = wordsOf(sql);
  return (change) => {
    const { kind, name, parent } = subject(change);
    if (expected.has(keyOf({ kind, name }))) return true;
    const whole = kind === 'comment' || kind === 'security label' ? parent : { kind, name };
    if (kinds && whole && !kinds.includes(whole.kind)) return false;
    return [{ kind, name }, parent].some((key) => key !== undefined && isNamed(key, words));
  };
}

function isNamed({ name }: ObjectKey, words: ReadonlySet<string>): boolean {
  const own = name.replace(/ on .*$/s, '').replace(/\(.*$/s, '');
  const last = /("(?:[^"]|"")*"|[^".]+)$/.exec(own)?.[1] ?? own;
  return words.has(last.replaceAll(/^"|"$/g, '').replaceAll('""', '"').toLowerCase());
}

/** Identifiers, those between double quotes as a whole. */
function wordsOf(sql: string): ReadonlySet<string> {
  const words = sql.match(/"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
  return new Set(words.map((word) => word.replaceAll(/^"|"$/g, '').replaceAll('""', '"').toLowerCase()));
}
