/** What is put over a map: keys that are gone, then entries that are there. */
export interface Layer<K, V> {
  readonly gone: Iterable<K>;
  readonly fresh: Iterable<readonly [K, V]>;
}

/**
 * A map as it is with a few changes to a large one, which stays as it is and is not copied: a step on a
 * live database holds its locks meanwhile. Only who goes through all entries pays for a copy.
 */
export class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly #base: ReadonlyMap<K, V>;
  readonly #gone: ReadonlySet<K>;
  readonly #fresh: ReadonlyMap<K, V>;
  #copy: ReadonlyMap<K, V> | undefined;

  private constructor(base: ReadonlyMap<K, V>, gone: ReadonlySet<K>, fresh: ReadonlyMap<K, V>) {
    this.#base = base;
    this.#gone = gone;
    this.#fresh = fresh;
  }

  /** Layers over layers become one, so that looking up does not get slower. */
  static over<K, V>(map: ReadonlyMap<K, V>, layer: Layer<K, V>): LayeredMap<K, V> {
    const below: LayeredMap<K, V> = isLayered(map) ? map : new LayeredMap<K, V>(map, new Set(), new Map());
    const gone = new Set(below.#gone);
    const fresh = new Map(below.#fresh);
    for (const key of layer.gone) {
      fresh.delete(key);
      gone.add(key);
    }
    for (const [key, value] of layer.fresh) {
      gone.delete(key);
      fresh.set(key, value);
    }
    return new LayeredMap(below.#base, gone, fresh);
  }

  get(key: K): V | undefined {
    return this.#fresh.has(key) || this.#gone.has(key) ? this.#fresh.get(key) : this.#base.get(key);
  }

  has(key: K): boolean {
    return this.#fresh.has(key) || (!this.#gone.has(key) && this.#base.has(key));
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
    for (const key of this.#gone) all.delete(key);
    for (const [key, value] of this.#fresh) all.set(key, value);
    return all;
  }
}

function isLayered<K, V>(map: ReadonlyMap<K, V>): map is LayeredMap<K, V> {
  return map instanceof LayeredMap;
}
