import { assertNever } from '../../errors.js';
import { childrenIn, ownedBy } from '../model/children.js';
import { partitionsOf, routinesOf } from '../model/companions.js';
import type { Snapshots } from '../model/describe.js';
import { keyOf, type CatalogObject, type ObjectKey } from '../model/object.js';
import { ReferenceIndex } from '../model/object-references.js';
import { orderActions } from './order-actions.js';
import type { RepairAction } from './repair-actions.js';
import { repairOfKind } from '../kinds/lists.js';
import { isLimited, type AlterChange, type Repair, type RepairContext, type Way } from '../kind/repair.js';
import { setDefault } from '../kinds/column/column-default.js';
import { releaseOf, setsDefault, withoutDefault } from '../kinds/column/column-expression.js';
import { isConstraint, swapStatements, type TypePair, type TypeSwap } from './type-swap.js';

/** The states before and after the differences, and the server that the repair is for. */
export interface RepairScope extends Snapshots {
  /** Major version of the server that runs the statements. */
  readonly major: number;
  /** Whether both states belong to one database, so that equal OIDs mean the same object. */
  readonly database?: 'the same' | 'another';
  /** Role that runs the statements; objects that it creates need no statement to make it their owner. */
  readonly role?: string;
  /** Objects that were dropped permanently, so that nothing that depends on them can be created. */
  readonly gone?: readonly CatalogObject[];
  /**
   * `advice` (default): the repair is shown to people and does not fix a default that is a time; `restoring`:
   * such defaults are restored as they were.
   */
  readonly purpose?: 'advice' | 'restoring';
}

/** An object that PostgreSQL offers no exact way to restore. */
export interface RepairLimit extends ObjectKey {
  /** The reason as a clause that follows the object's name. */
  readonly reason: string;
}

export interface PlannedStatements {
  readonly statements: readonly string[];
  readonly limits: readonly RepairLimit[];
}

type Objects = ReadonlyMap<string, CatalogObject>;

/** Content of a plan: objects by `keyOf`, each once. */
export interface DraftContent {
  readonly scope: RepairScope;
  readonly dropped: Objects;
  readonly created: Objects;
  readonly altered: ReadonlyMap<string, AlterChange>;
  /** Columns whose expressions must be removed temporarily. */
  readonly released: ReadonlyMap<string, TypePair>;
  readonly swaps: readonly TypeSwap[];
}

interface Planned {
  readonly created: Objects;
  readonly dropped: Objects;
  readonly late: Objects;
}

export function contextOf(
  { before, after, major }: RepairScope,
  { created, dropped, late }: Planned,
): RepairContext {
  return {
    wanted: before,
    now: after,
    children: (object) => childrenIn(before, object),
    find: (key) => before.get(keyOf(key)),
    isCreated: (key) => created.has(keyOf(key)),
    isDropped: (key) => dropped.has(keyOf(key)),
    isSetLate: (column) => late.has(keyOf(column)),
    major,
  };
}

export function repairFor({ kind }: CatalogObject): Repair {
  return repairOfKind(kind);
}

export function statementsOf(content: DraftContent): PlannedStatements {
  return new Statements(content).inOrder();
}

class Statements {
  readonly #content: DraftContent;
  /** Columns of new tables whose defaults are set after their functions are created. */
  readonly #late: Objects;
  readonly #cascaded = new Set<string>();
  readonly #madeAlong = new Set<string>();
  readonly #context: RepairContext;
  readonly #limits = new Map<string, RepairLimit>();

  constructor(content: DraftContent) {
    const { scope, created, dropped } = content;
    this.#content = content;
    this.#late = new Map(lateDefaults(created).map((column) => [keyOf(column), column]));
    this.#context = contextOf(scope, { created, dropped, late: this.#late });
    this.#findCompanions();
  }

  inOrder(): PlannedStatements {
    const actions = orderActions(this.#actions());
    const statements = [
      ...actions.flatMap((action) => this.#preparing(action)),
      ...actions.flatMap((action) => this.#statementsOf(action)),
      ...actions.flatMap((action) => this.#completing(action)),
      ...actions.flatMap((action) => this.#finishing(action)),
    ];
    return { statements, limits: [...this.#limits.values()] };
  }

  /** Finds objects that are dropped or created by the statements of another object. */
  #findCompanions(): void {
    for (const object of this.#content.created.values()) {
      for (const one of routinesOf(object, this.#content.created.values())) this.#madeAlong.add(keyOf(one));
    }
    for (const object of this.#content.dropped.values()) {
      for (const one of routinesOf(object, this.#content.dropped.values())) this.#cascaded.add(keyOf(one));
      for (const one of partitionsOf(this.#content.scope.after, object)) this.#cascaded.add(keyOf(one));
    }
  }

  #goesWithParent({ parent }: CatalogObject): boolean {
    return parent !== undefined && this.#content.dropped.has(keyOf(parent));
  }

  /** Whether the object is dropped with another one: its table, its partitioned table, its base type. */
  #goesAlong(object: CatalogObject): boolean {
    return this.#goesWithParent(object) || this.#cascaded.has(keyOf(object));
  }

  #actions(): readonly RepairAction[] {
    const dropped = [...this.#content.dropped.values()].filter((object) => !this.#goesAlong(object));
    const altered = [...this.#content.altered].filter(([key]) => !this.#content.created.has(key));
    return [
      ...dropped.map((object) => ({ action: 'drop', object, parts: this.#partsOf(object) }) as const),
      ...[...this.#content.created.values()]
        .filter((object) => !this.#madeAlong.has(keyOf(object)))
        .map((object) => this.#createAction(object)),
      ...altered.flatMap(([, change]) => this.#alterAction(change)),
      ...this.#releaseActions(),
      ...this.#content.swaps.flatMap((swap) => this.#swapAction(swap)),
    ];
  }

  /** All objects that are dropped with an object: partitions with their table, functions with a base type. */
  #partsOf(object: CatalogObject): readonly CatalogObject[] {
    const { after } = this.#content.scope;
    const along = [...partitionsOf(after, object), ...routinesOf(object, this.#content.dropped.values())];
    return [...ownedBy(after, object), ...along.flatMap((one) => [one, ...this.#partsOf(one)])];
  }

  #createAction(object: CatalogObject): RepairAction {
    if (object.kind === 'type') {
      return { action: 'create', object, parts: routinesOf(object, this.#content.created.values()) };
    }
    const columns = object.kind.endsWith('table')
      ? this.#context.children(object).filter(({ kind }) => kind === 'column')
      : [];
    return {
      action: 'create',
      object,
      parts: columns.map((column) => (this.#late.has(keyOf(column)) ? withoutDefault(column) : column)),
    };
  }

  /**
   * A released column gets its new default from its `restore` action, after the dependencies of the default.
   */
  #alterAction(change: AlterChange): readonly RepairAction[] {
    const { from, to, attributes } = change;
    if (!this.#isReleased(from) || setsDefault(change)) return [{ action: 'alter', object: to, change }];
    const others = attributes.filter((name) => name !== 'default');
    if (others.length === 0) return [];
    const rest = { ...change, from: withoutDefault(from), to: withoutDefault(to), attributes: others };
    return [{ action: 'alter', object: rest.to, change: rest }];
  }

  #isReleased(column: CatalogObject): boolean {
    const { released, dropped } = this.#content;
    return released.has(keyOf(column)) && !this.#goesWithParent(column) && !dropped.has(keyOf(column));
  }

  #releaseActions(): readonly RepairAction[] {
    const released = [...this.#content.released.values()]
      .filter(({ from }) => this.#isReleased(from))
      .map((pair) => ({ ...pair, ...(releaseOf(pair, this.#context) ?? { release: [], restore: [] }) }));
    const isSet = ({ to }: TypePair) => {
      const change = this.#content.altered.get(keyOf(to));
      return change !== undefined && setsDefault(change);
    };
    return [
      ...released.map(
        ({ from, release }) => ({ action: 'release', object: from, statements: release }) as const,
      ),
      ...released
        .filter((pair) => !isSet(pair) && pair.restore.length > 0)
        .map(({ to, restore }) => ({ action: 'restore', object: to, statements: restore }) as const),
      ...[...this.#late.values()].map(
        (object) => ({ action: 'restore', object, statements: setDefault(object, this.#context) }) as const,
      ),
    ];
  }

  #swapAction(swap: TypeSwap): readonly RepairAction[] {
    const columns = swap.columns.map(({ from, to }) => ({
      from: withoutDefault(from),
      to: withoutDefault(to),
    }));
    const all = [...swap.types, ...columns];
    const statements = swapStatements(swap, (type) =>
      this.#typeWithChecks(type).filter((one) => !this.#isOwnedAnyway(one)),
    );
    const [from, to] = [all.map((pair) => pair.from), all.map((pair) => pair.to)];
    return to.slice(0, 1).map((object) => ({ action: 'swap', object, from, to, statements }));
  }

  #typeWithChecks(type: CatalogObject): readonly string[] {
    const checks = this.#context
      .children(type)
      .filter((child) => isConstraint(child) && !this.#content.created.has(keyOf(child)));
    return [type, ...checks].flatMap((object) =>
      this.#take(object, repairFor(object).create(object, this.#context)),
    );
  }

  #statementsOf(action: RepairAction): readonly string[] {
    const repair = repairFor(action.object);
    switch (action.action) {
      case 'drop':
        return this.#take(action.object, repair.drop(action.object, this.#context));
      case 'create':
        return this.#creation(action.object, action.parts).filter((one) => !this.#isOwnedAnyway(one));
      case 'alter':
        return this.#take(action.object, repair.alter?.(action.change) ?? []);
      case 'release':
      case 'restore':
      case 'swap':
        return action.statements;
      default:
        return assertNever(action);
    }
  }

  #isOwnedAnyway(statement: string): boolean {
    const { role } = this.#content.scope;
    return role !== undefined && statement.startsWith('ALTER ') && statement.endsWith(` OWNER TO ${role};`);
  }

  /** The functions of a base type are created between its shell type and its definition. */
  #creation(object: CatalogObject, parts: readonly CatalogObject[]): readonly string[] {
    const created = this.#take(object, repairFor(object).create(object, this.#context));
    if (object.kind !== 'type' || parts.length === 0) return created;
    const routines = parts.flatMap((part) => this.#take(part, repairFor(part).create(part, this.#context)));
    return [`CREATE TYPE ${object.name};`, ...routines, ...created];
  }

  /** Records what the statements cannot restore. */
  #take({ kind, name }: CatalogObject, way: Way): readonly string[] {
    if (!isLimited(way)) return way;
    this.#limits.set(keyOf({ kind, name }), { kind, name, reason: way.cannot });
    return way.statements;
  }

  #preparing(action: RepairAction): readonly string[] {
    const repair = repairFor(action.object);
    if (action.action === 'drop') return repair.prepareDrop?.(action.object, this.#context) ?? [];
    return action.action === 'alter' ? (repair.prepareAlter?.(action.change) ?? []) : [];
  }

  #completing({ action, object }: RepairAction): readonly string[] {
    return action === 'create' ? (repairFor(object).complete?.(object, this.#context) ?? []) : [];
  }

  #finishing(action: RepairAction): readonly string[] {
    const repair = repairFor(action.object);
    if (action.action === 'create') return repair.finish?.(action.object, this.#context) ?? [];
    return action.action === 'alter' ? (repair.finishAltered?.(action.change) ?? []) : [];
  }
}

/** Columns of new tables whose default calls a new function, which may itself depend on the table. */
function lateDefaults(created: ReadonlyMap<string, CatalogObject>): readonly CatalogObject[] {
  const routines = new ReferenceIndex([...created.values()].filter(({ kind }) => kind === 'function'));
  return [...created.values()].filter(
    ({ kind, parent, attributes: { default: value = '' } }) =>
      kind === 'column' &&
      parent !== undefined &&
      created.has(keyOf(parent)) &&
      routines.referencesOf({ kind, name: '', attributes: { default: value } }).length > 0,
  );
}
