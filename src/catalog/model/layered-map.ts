/** Changes to a map: keys to remove, then entries to add. */
export interface Layer<K, V> {
  readonly removed: Iterable<K>;
  readonly added: Iterable<readonly [K, V]>;
}

/**
 * A large map with a few changes. The base map is not copied, because a step on a live database holds its
 * locks meanwhile; only iterating over all entries makes a copy.
 */
export class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly #base: ReadonlyMap<K, V>;
  readonly #removed: ReadonlySet<K>;
  readonly #added: ReadonlyMap<K, V>;
  #copy: ReadonlyMap<K, V> | undefined;

  private constructor(base: ReadonlyMap<K, V>, removed: ReadonlySet<K>, added: ReadonlyMap<K, V>) {
    this.#base = base;
    this.#removed = removed;
    this.#added = added;
  }

  /** Merges layers over layers into one, so that lookups do not become slower. */
  static over<K, V>(map: ReadonlyMap<K, V>, layer: Layer<K, V>): LayeredMap<K, V> {
    const below: LayeredMap<K, V> = isLayered(map) ? map : new LayeredMap<K, V>(map, new Set(), new Map());
    const removed = new Set(below.#removed);
    const added = new Map(below.#added);
    for (const key of layer.removed) {
      added.delete(key);
      removed.add(key);
    }
    for (const [key, value] of layer.added) {
      removed.delete(key);
      added.set(key, value);
    }
    return new LayeredMap(below.#base, removed, added);
  }

  get(key: K): V | undefined {
    return this.#added.has(key) || this.#removed.has(key) ? this.#added.get(key) : this.#base.get(key);
  }

  has(key: K): boolean {
    return this.#added.has(key) || (!this.#removed.has(key) && this.#base.has(key));
  }

  get size(): number {
    return this.#all().size;
  }

  entries(): MapIterator<[K, V]> {
    return this.#all().entries();
  }

  keys(): MapIterator<K> {
    return this.#all().keys();
  }

  values(): MapIterator<V> {
    return this.#all().values();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(action: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) action(value, key, this);
  }

  #all(): ReadonlyMap<K, V> {
    this.#copy ??= this.#merged();
    return this.#copy;
  }

  #merged(): ReadonlyMap<K, V> {
    const all = new Map(this.#base);
    for (const key of this.#removed) all.delete(key);
    for (const [key, value] of this.#added) all.set(key, value);
    return all;
  }
}

function isLayered<K, V>(map: ReadonlyMap<K, V>): map is LayeredMap<K, V> {
  return map instanceof LayeredMap;
}
