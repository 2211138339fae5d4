import type { IndexFact } from '../facts/index-facts.js';
import type { ForeignKeyFact, KeyFact } from '../facts/key-facts.js';
import { ownName } from './build-context.js';
import { servesForeignKey } from './foreign-keys.js';
import { findRedundancy } from './redundancy.js';
import type { Service } from './index-model.js';

export interface Surroundings {
  /** All indexes of the relation. */
  readonly siblings: readonly IndexFact[];
  /** Constraints of the schema by name. */
  readonly keys: ReadonlyMap<string, KeyFact>;
  /** The foreign keys of the schema. */
  readonly foreignKeys: readonly ForeignKeyFact[];
}

/** Returns the uses of an index, the most binding first. */
export function indexServices(index: IndexFact, surroundings: Surroundings): readonly Service[] {
  if (!index.usable) return [{ kind: 'unusable' }];
  const redundancy = findRedundancy(index, surroundings.siblings);
  return [
    ...rules(index, surroundings),
    ...references(index, surroundings),
    ...lookUps(index),
    ...(redundancy ? [redundancy] : []),
  ];
}

/** Returns the rules that it enforces. */
function rules(
  { constraint, unique, relation, keys: own }: IndexFact,
  { keys }: Surroundings,
): readonly Service[] {
  const type = constraint === null ? undefined : keys.get(constraint)?.type;
  if (constraint !== null && (type === 'primary key' || type === 'unique' || type === 'exclusion')) {
    return [{ kind: 'constraint', type, name: ownName(constraint, relation) }];
  }
  return unique ? [{ kind: 'uniqueness', keys: own.map(({ text }) => text) }] : [];
}

/** Returns the foreign keys that are looked up in it, on either side. */
function references(index: IndexFact, { foreignKeys }: Surroundings): readonly Service[] {
  const relations = foreignKeys
    .filter(({ referencedIndex }) => referencedIndex === index.name)
    .map(({ relation }) => relation);
  const own = foreignKeys
    .filter((foreignKey) => foreignKey.relation === index.relation && servesForeignKey(index, foreignKey))
    .map(({ name, relation, referenced }): Service => {
      return { kind: 'foreign key', name: ownName(name, relation), referenced };
    });
  const incoming: Service = { kind: 'referenced by', relations: [...new Set(relations)].sort() };
  return [...(relations.length > 0 ? [incoming] : []), ...own];
}

function lookUps({ method, keys, included, predicate }: IndexFact): readonly Service[] {
  return [
    { kind: 'look-up', method, keys: keys.map(({ text }) => text) },
    ...(included.length > 0 ? [{ kind: 'included', columns: included } as const] : []),
    ...(predicate === null ? [] : [{ kind: 'partial', predicate } as const]),
  ];
}
