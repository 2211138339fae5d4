import { ownedBy } from '../model/children.js';
import { definesColumns, isColumn, isRoutine } from '../model/kind-traits.js';
import { keyOf, type CatalogObject } from '../model/object.js';
import { ReferenceIndex } from '../model/object-references.js';
import { partitionsOf } from '../model/partitions.js';
import type { AlterChange, ObjectPair, Release, RepairContext } from '../kind/repair.js';
import { inColumnOrder } from './column-order.js';
import { expressionOf, withoutExpression } from './expression.js';
import type { RepairAction } from './repair-actions.js';
import { repairFor, type Objects, type RepairScope } from './repair-scope.js';
import type { TypeSwap } from './type-swap.js';

/** Content of a plan: objects by `keyOf`, each once. */
export interface DraftContent {
  readonly scope: RepairScope;
  readonly dropped: Objects;
  readonly created: Objects;
  readonly altered: ReadonlyMap<string, AlterChange>;
  /** Columns whose expressions must be removed temporarily. */
  readonly released: ReadonlyMap<string, ObjectPair>;
  readonly swaps: readonly TypeSwap[];
}

/** Determines the actions of a plan, in no particular order. */
export class DraftActions {
  readonly #content: DraftContent;
  readonly #late: Objects;
  readonly #context: RepairContext;
  readonly #droppedWithOther = new Set<string>();
  readonly #createdWithOther = new Set<string>();

  /** `late`: columns of new tables whose defaults are set after their functions are created. */
  constructor(
    content: DraftContent,
    { late, context }: { readonly late: Objects; readonly context: RepairContext },
  ) {
    this.#content = content;
    this.#late = late;
    this.#context = context;
    this.#findCompanions();
  }

  /** Finds objects that are dropped or created by the statements of another object. */
  #findCompanions(): void {
    const { created, dropped, scope } = this.#content;
    for (const object of created.values()) {
      for (const one of companionsOf(object, created)) this.#createdWithOther.add(keyOf(one));
    }
    for (const object of dropped.values()) {
      for (const one of companionsOf(object, dropped)) this.#droppedWithOther.add(keyOf(one));
      for (const one of partitionsOf(scope.after, object)) this.#droppedWithOther.add(keyOf(one));
    }
  }

  #isDroppedWithParent({ parent }: CatalogObject): boolean {
    return parent !== undefined && this.#content.dropped.has(keyOf(parent));
  }

  /** Whether the object is dropped with another one: its table, its partitioned table, its base type. */
  #isDroppedWithOther(object: CatalogObject): boolean {
    return this.#isDroppedWithParent(object) || this.#droppedWithOther.has(keyOf(object));
  }

  all(): readonly RepairAction[] {
    const dropped = [...this.#content.dropped.values()].filter((object) => !this.#isDroppedWithOther(object));
    const altered = [...this.#content.altered].filter(([key]) => !this.#content.created.has(key));
    return [
      ...dropped.map((object) => ({ action: 'drop', object, parts: this.#partsOf(object) }) as const),
      ...inColumnOrder([...this.#content.created.values()], this.#content.scope.before)
        .filter((object) => !this.#createdWithOther.has(keyOf(object)))
        .map((object) => this.#createAction(object)),
      ...altered.flatMap(([, change]) => this.#alterAction(change)),
      ...this.#releaseActions(),
      ...this.#content.swaps.flatMap((swap) => this.#swapAction(swap)),
    ];
  }

  /** All objects that are dropped with an object: partitions with their table, functions with a base type. */
  #partsOf(object: CatalogObject): readonly CatalogObject[] {
    const { after } = this.#content.scope;
    const others = [...partitionsOf(after, object), ...companionsOf(object, this.#content.dropped)];
    return [...ownedBy(after, object), ...others.flatMap((one) => [one, ...this.#partsOf(one)])];
  }

  #createAction(object: CatalogObject): RepairAction {
    const columns = definesColumns(object) ? this.#context.children(object).filter(isColumn) : [];
    return {
      action: 'create',
      object,
      parts: [
        ...companionsOf(object, this.#content.created),
        ...columns.map((column) => (this.#late.has(keyOf(column)) ? withoutExpression(column) : column)),
      ],
    };
  }

  /**
   * A released column gets its new default from its `restore` action, after the dependencies of the default.
   */
  #alterAction(change: AlterChange): readonly RepairAction[] {
    const { from, to, attributes } = change;
    if (!this.#isReleased(from) || setsExpression(change)) return [{ action: 'alter', object: to, change }];
    const rest = { ...change, ...expressionOf(to)?.rest(change) };
    const others = attributes.filter((name) => rest.from.attributes[name] !== rest.to.attributes[name]);
    if (others.length === 0) return [];
    return [{ action: 'alter', object: rest.to, change: { ...rest, attributes: others } }];
  }

  #isReleased(column: CatalogObject): boolean {
    const { released, dropped } = this.#content;
    return released.has(keyOf(column)) && !this.#isDroppedWithParent(column) && !dropped.has(keyOf(column));
  }

  #releaseActions(): readonly RepairAction[] {
    const released = [...this.#content.released.values()]
      .filter(({ from }) => this.#isReleased(from))
      .map((pair) => ({ ...pair, ...releaseOf(pair, this.#context) }));
    const isSet = ({ to }: ObjectPair) => {
      const change = this.#content.altered.get(keyOf(to));
      return change !== undefined && setsExpression(change);
    };
    return [
      ...released.map(
        ({ from, release }) => ({ action: 'release', object: from, statements: release }) as const,
      ),
      ...released
        .filter((pair) => !isSet(pair) && pair.restore.length > 0)
        .map(({ to, restore }) => ({ action: 'restore', object: to, statements: restore }) as const),
      ...[...this.#late.values()].map(
        (object) =>
          ({
            action: 'restore',
            object,
            statements: expressionOf(object)?.set(object, this.#context) ?? [],
          }) as const,
      ),
    ];
  }

  #swapAction(swap: TypeSwap): readonly RepairAction[] {
    const columns = swap.columns.map(({ from, to }) => ({
      from: withoutExpression(from),
      to: withoutExpression(to),
    }));
    const all = [...swap.types, ...columns];
    const [from, to] = [all.map((pair) => pair.from), all.map((pair) => pair.to)];
    return to.slice(0, 1).map((object) => ({ action: 'swap', object, from, to, swap }));
  }
}

function companionsOf(object: CatalogObject, objects: Objects): readonly CatalogObject[] {
  return repairFor(object).companions?.of(object, objects.values()) ?? [];
}

function setsExpression(change: AlterChange): boolean {
  return expressionOf(change.to)?.isSetBy(change) === true;
}

function releaseOf(pair: ObjectPair, context: RepairContext): Release {
  return expressionOf(pair.from)?.release(pair, context) ?? { release: [], restore: [] };
}

/** Columns of new tables whose default calls a new function, which may itself depend on the table. */
export function lateDefaults(created: Objects): readonly CatalogObject[] {
  const routines = new ReferenceIndex([...created.values()].filter(isRoutine));
  return [...created.values()].filter(
    ({ kind, parent, attributes: { default: value = '' } }) =>
      isColumn({ kind }) &&
      parent !== undefined &&
      created.has(keyOf(parent)) &&
      routines.referencesOf({ kind, name: '', attributes: { default: value } }).length > 0,
  );
}
