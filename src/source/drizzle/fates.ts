import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from '../../catalog/model/object.js';
import { refersTo } from '../../catalog/model/object-references.js';
import type { SchemaStates } from '../source.js';
import type { DrizzleScope } from './drizzle-scope.js';
import { isExpressible, isOfExpressibleKind } from './expressible.js';

export interface DrizzleStates extends SchemaStates {
  /** The catalog of an empty database. */
  readonly baseline: Snapshot;
  readonly scope: DrizzleScope;
}

/**
 * What becomes of an object that migrations made: it is part of the Drizzle schema, it stays because Drizzle has no
 * words for it, or the schema does not have it.
 */
export type Fate = 'described' | 'left' | 'removed';

export class Fates {
  readonly #states: DrizzleStates;
  readonly #known = new Map<string, Fate>();

  constructor(states: DrizzleStates) {
    this.#states = states;
  }

  of(object: CatalogObject): Fate {
    const key = keyOf(object);
    const fate = this.#known.get(key) ?? this.#decide(object);
    this.#known.set(key, fate);
    return fate;
  }

  #decide(object: CatalogObject): Fate {
    const { described, scope } = this.#states;
    const other = described.get(keyOf(object));
    const isManaged = scope.includes(object) && isOfExpressibleKind(object);
    if (isManaged && other && !isSameKey(object.parent, other.parent)) return 'described';
    const [parent, source] = [this.#ofKey(object.parent), this.#ofKey(object.cascadesFrom)];
    if (parent === 'removed' || source === 'removed') return 'removed';
    if (isManaged && other) return 'described';
    if (!isManaged) return this.#losesColumn(object) ? 'removed' : 'left';
    if (object.kind === 'schema') return 'left';
    const follows = object.kind === 'index' && object.parent?.kind === 'constraint';
    if (follows) return parent === 'described' ? 'removed' : 'left';
    if (parent === 'left') return 'left';
    return isExpressible(object) || this.#losesColumn(object) ? 'removed' : 'left';
  }

  #ofKey(key: ObjectKey | undefined): Fate | undefined {
    const object = key && this.#states.present.get(keyOf(key));
    return object && this.of(object);
  }

  /** PostgreSQL drops constraints, indexes and extended statistics together with a column of theirs. */
  #losesColumn(object: CatalogObject): boolean {
    const { kind, parent } = object;
    if (!['constraint', 'index', 'statistics'].includes(kind) || parent?.kind !== 'table') return false;
    return this.#removedColumns(parent).some((column) => refersTo(object, column));
  }

  #removedColumns(table: ObjectKey): readonly CatalogObject[] {
    return [...this.#states.present.values()].filter(
      (object) =>
        object.kind === 'column' && isSameKey(object.parent, table) && this.of(object) === 'removed',
    );
  }
}

function isSameKey(one: ObjectKey | undefined, other: ObjectKey | undefined): boolean {
  return (one && keyOf(one)) === (other && keyOf(other));
}
