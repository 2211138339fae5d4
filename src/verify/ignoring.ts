import { subject, type Difference } from '../catalog/model/diff.js';
import {
  keyOf,
  type CatalogObject,
  type Kind,
  type ObjectKey,
  type Snapshot,
} from '../catalog/model/object.js';
import { nameMatcher } from '../catalog/model/object-pattern.js';
import type { IgnoreRule } from './ignore-rules.js';

/** Tells which rule, if any, a difference is ignored by. */
export type FindRule = (difference: Difference) => IgnoreRule | undefined;

interface Test {
  readonly rule: IgnoreRule;
  readonly matches: (name: string) => boolean;
}

/**
 * An object is ignored with what it belongs to: a column with its table, a comment with its object, and
 * everything in a schema with that.
 */
export function ruleFinder(rules: readonly IgnoreRule[], snapshots: readonly Snapshot[]): FindRule {
  const tests = rules.map((rule) => ({ rule, matches: nameMatcher(rule.name) }));
  const schemas = schemaTests(tests, snapshots);
  const find = (key: ObjectKey): CatalogObject | undefined =>
    snapshots.map((snapshot) => snapshot.get(keyOf(key))).find((object) => object !== undefined);
  const ruleOf = (key: ObjectKey): IgnoreRule | undefined => {
    const own = tests.find(({ rule, matches }) => isOfKind(rule, key.kind) && matches(key.name));
    if (own) return own.rule;
    const within = schemas.find(({ prefix }) => key.name.startsWith(prefix));
    if (within) return within.rule;
    const object = find(key);
    return [object?.parent, object?.cascadesFrom]
      .map((taker) => taker && ruleOf(taker))
      .find((rule) => rule !== undefined);
  };
  return (difference) => orderRule(difference, tests) ?? ruleOf(subject(difference));
}

function isOfKind({ kind }: IgnoreRule, wanted: Kind): boolean {
  return kind === '*' || kind === wanted;
}

function orderRule(difference: Difference, tests: readonly Test[]): IgnoreRule | undefined {
  if (difference.change !== 'reordered') return undefined;
  return tests.find(({ rule, matches }) => rule.kind === 'column order' && matches(subject(difference).name))
    ?.rule;
}

interface SchemaTest {
  readonly rule: IgnoreRule;
  /** What names in the schema begin with. */
  readonly prefix: string;
}

function schemaTests(tests: readonly Test[], snapshots: readonly Snapshot[]): readonly SchemaTest[] {
  const names = new Set(
    snapshots.flatMap((snapshot) =>
      [...snapshot.values()].filter(({ kind }) => kind === 'schema').map(({ name }) => name),
    ),
  );
  return tests
    .filter(({ rule }) => isOfKind(rule, 'schema'))
    .flatMap(({ rule, matches }) => [...names].filter(matches).map((name) => ({ rule, prefix: `${name}.` })));
}
