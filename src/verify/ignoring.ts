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

/** Returns the rule, if any, that ignores a difference. */
export type FindRule = (difference: Difference) => IgnoreRule | undefined;

interface Test {
  readonly rule: IgnoreRule;
  readonly matches: (name: string) => boolean;
}

/**
 * Returns a function that finds rules. A rule for an object also applies to what belongs to it: to the columns
 * of a table, the comment of an object, and everything in a schema.
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
  /** Prefix of all names in the schema. */
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
