import { subject, type Difference } from '../catalog/model/diff.js';
import { keyOf, type Kind, type ObjectKey } from '../catalog/model/object.js';

/** Kinds that a statement writes that cannot have a transaction; others can write all. */
const kindsByStatement: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/\bDETACH\s+PARTITION\b/i, ['table', 'foreign table', 'column', 'constraint', 'index', 'trigger']],
  [/\bINDEX\b|\bREINDEX\b/i, ['index']],
  [/\bSUBSCRIPTION\b/i, ['subscription']],
  [/\bTABLESPACE\b/i, ['tablespace']],
  [/\b(DATABASE|SYSTEM)\b/i, ['database', 'setting']],
  [/^\s*(VACUUM|ANALYZE)\b/i, []],
  [/^\s*CLUSTER\b/i, ['index', 'table']],
];

/** Catalog changes of the step that are known from elsewhere, by the keys of their objects. */
export type Expected = ReadonlySet<string>;

/**
 * Tells the changes of a statement from those that others make while it runs, where no transaction shows them:
 * its own are of the kinds that such a statement writes, and it names them or what they belong to; or a run on
 * a scratch database has shown them.
 */
export function isOfStatement(sql: string, expected: Expected): (change: Difference) => boolean {
  const kinds =
    /\bCONCURRENTLY\b|^\s*(VACUUM|ANALYZE|CLUSTER|REINDEX)\b|\b(DATABASE|SUBSCRIPTION|TABLESPACE|SYSTEM)\b/i.test(
      sql,
    )
      ? kindsByStatement.find(([pattern]) => pattern.test(sql))?.[1]
      : undefined;
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
