import { childrenIn, descendantsIn } from '../model/children.js';
import { subject, type Difference } from '../model/diff.js';
import { isColumn, isDataType, isRemark, traitsOf } from '../model/kind-traits.js';
import { keyOf, type CatalogObject } from '../model/object.js';
import { ReferenceIndex } from '../model/object-references.js';
import { statementsOf, type PlannedStatements } from './draft-statements.js';
import { expressionOf } from './expression.js';
import { contextOf, repairFor, type RepairLimit, type RepairScope } from './repair-scope.js';
import type { AlterChange, ObjectPair, Repair, RepairContext } from '../kind/repair.js';
import { frozenClock, isOfTheClock } from '../read/frozen-clock.js';
import { findSwap, isStored, type TypeSwap } from './type-swap.js';
import { usersIn } from '../model/users.js';

export const columnsAtTheEnd =
  'PostgreSQL adds columns only at the end; only rebuilding the table restores their order';

const reasons = {
  order: columnsAtTheEnd,
  rows: 'it uses an object that must be re-created, and re-creating the table would lose its rows',
} as const;

/** Collects the objects to drop, alter and create, each once. */
export class RepairDraft {
  readonly #scope: RepairScope;
  readonly #dropped = new Map<string, CatalogObject>();
  readonly #created = new Map<string, CatalogObject>();
  readonly #altered = new Map<string, AlterChange>();
  readonly #released = new Map<string, ObjectPair>();
  readonly #swaps: TypeSwap[] = [];
  readonly #limits = new Map<string, RepairLimit>();
  readonly #context: RepairContext;

  constructor(scope: RepairScope) {
    this.#scope = scope;
    const [created, dropped] = [this.#created, this.#dropped];
    this.#context = contextOf(scope, { created, dropped, late: new Map() });
  }

  add(difference: Difference): void {
    switch (difference.change) {
      case 'left':
        this.#dropLeft(difference.after);
        break;
      case 'missing':
        this.#create(difference.before);
        break;
      case 'reordered':
        this.#limit(difference.before, reasons.order);
        break;
      case 'changed':
        this.#change(difference, repairFor(subject(difference)));
        break;
    }
  }

  /** Records a difference that is not repaired. */
  refuse(difference: Difference, reason: string): void {
    this.#limit(subject(difference), reason);
  }

  #limit({ kind, name }: CatalogObject, reason: string): void {
    this.#limits.set(keyOf({ kind, name }), { kind, name, reason });
  }

  #change(difference: Difference & { readonly change: 'changed' | 'reordered' }, repair: Repair): void {
    if (this.#scope.purpose !== 'restoring' && isOfTheClock(difference)) {
      this.#limit(difference.before, frozenClock);
      return;
    }
    const { before: to, after: from, attributes } = difference;
    const change = { from, to, attributes, context: this.#context };
    if (repair.alter?.(change) === undefined) {
      this.#recreate({ to, from });
      return;
    }
    this.#altered.set(keyOf(to), change);
    if (expressionOf(to)?.isReleasedFirst(change)) this.#released.set(keyOf(from), { from, to });
    this.#recreateFor(to);
    if (changesType(difference)) this.#recreateBoundTo(from);
  }

  /** Recreates objects that must be recreated when this one is created, attached or altered. */
  #recreateFor(object: CatalogObject): void {
    for (const from of repairFor(object).alsoRecreated?.(object, this.#context) ?? []) {
      const to = this.#scope.before.get(keyOf(from));
      if (to) this.#recreate({ to, from });
    }
  }

  #dropLeft(object: CatalogObject): void {
    const whole = this.#recreatedInstead(object);
    if (whole) this.#recreate(whole);
    else this.#drop(object);
  }

  #drop(object: CatalogObject): void {
    this.#dropped.set(keyOf(object), object);
  }

  /** Returns the object that must be recreated instead of one that cannot be dropped alone. */
  #recreatedInstead(object: CatalogObject): ObjectPair | undefined {
    const from = repairFor(object).recreatedWith?.(object, this.#context);
    const to = from && this.#scope.before.get(keyOf(from));
    return from && to ? { from, to } : undefined;
  }

  /** Creates an object with its children. */
  #create(object: CatalogObject): void {
    if (this.#created.has(keyOf(object))) return;
    this.#created.set(keyOf(object), object);
    for (const child of this.#context.children(object)) this.#create(child);
    this.#recreateFor(object);
  }

  /** Drops and creates an object, together with its dependents. */
  #recreate(pair: ObjectPair): void {
    const { to, from } = pair;
    if (this.#dropped.has(keyOf(from)) || this.#isSwapped(from)) return;
    const whole = this.#recreatedInstead(from);
    if (whole) {
      this.#recreate(whole);
      return;
    }
    const users = usersIn(this.#scope.after, from);
    if (isStored(this.#scope.after, from)) {
      this.#swap(pair);
      return;
    }
    const obstacle = repairFor(from).obstacle?.(users);
    if (obstacle !== undefined) {
      this.#limit(to, obstacle);
      return;
    }
    this.#drop(from);
    this.#create(to);
    for (const part of descendantsIn(this.#scope.after, from)) {
      const wanted = this.#scope.before.get(keyOf(part));
      if (wanted) this.#create(wanted);
    }
    this.#recreateAll(users);
  }

  #recreateAll(users: readonly CatalogObject[]): void {
    for (const user of users) {
      const to = this.#scope.before.get(keyOf(user));
      if (!to || this.#isDroppedWithParent(user)) continue;
      if (traitsOf(user.kind).stores === 'rows') this.#limit(to, reasons.rows);
      else if (isColumn(user)) this.#release({ to, from: user });
      else this.#recreate({ to, from: user });
    }
  }

  /** Whether an object is dropped and created with its parent. */
  #isDroppedWithParent({ parent }: CatalogObject): boolean {
    return parent !== undefined && this.#dropped.has(keyOf(parent));
  }

  /**
   * Removes the expression of a column and sets it again, or recreates the column where its expression cannot
   * be changed.
   */
  #release(pair: ObjectPair): void {
    const { to, from } = pair;
    const { default: value, generated } = from.attributes;
    if (this.#released.has(keyOf(from)) || (value === undefined && generated === undefined)) return;
    if (expressionOf(from)?.release(pair, this.#context) === undefined) this.#recreate({ to, from });
    else this.#released.set(keyOf(from), pair);
  }

  /** Recreates a type while columns contain values of it. */
  #swap(pair: ObjectPair): void {
    const { after } = this.#scope;
    const swap = findSwap(pair, this.#scope);
    if (swap.kind === 'impossible') {
      this.#limit(pair.to, swap.reason);
      return;
    }
    this.#swaps.push(swap);
    for (const { to } of swap.types) this.#createBeside(to);
    for (const column of swap.columns) {
      if (column.from.attributes.default !== undefined) this.#released.set(keyOf(column.from), column);
    }
    const users = [
      ...swap.types.flatMap(({ from }) => usersIn(after, from)),
      ...swap.columns.flatMap(({ from }) =>
        usersIn(after, from).filter((user) => traitsOf(user.kind).comparesColumn?.(user, from)),
      ),
    ];
    const isOfType = ({ parent }: CatalogObject) => parent !== undefined && isDataType(parent);
    this.#recreateAll(users.filter((user) => !this.#isSwapped(user) && !isOfType(user)));
    for (const { from } of swap.columns) this.#recreateBoundTo(from);
    this.#recreateAll(this.#constraintsCreatedLater(swap));
  }

  /**
   * Constraints of domains that depend on objects which are recreated after the domain. Casts to the domain
   * are not among these.
   */
  #constraintsCreatedLater({ types }: TypeSwap): readonly CatalogObject[] {
    const recreated = new ReferenceIndex(
      [...this.#dropped.values()].filter(({ kind }) => traitsOf(kind).names.ownName !== 'with types'),
    );
    return types
      .flatMap(({ from }) => childrenIn(this.#scope.after, from).filter((child) => !isRemark(child)))
      .filter((check) => recreated.referencesOf(check).length > 0);
  }

  /** Creates the children of a type, except constraints of a domain, which may depend on later objects. */
  #createBeside(type: CatalogObject): void {
    for (const child of this.#context.children(type)) if (isRemark(child)) this.#create(child);
  }

  #isSwapped(object: CatalogObject): boolean {
    return this.#swaps.some(({ types, columns }) =>
      [...types, ...columns].some(({ from }) => from === object),
    );
  }

  #recreateBoundTo(column: CatalogObject): void {
    const users = usersIn(this.#scope.after, column);
    this.#recreateAll(
      users.filter(
        (user) =>
          traitsOf(user.kind).onColumnType === 'recreated' ||
          (isColumn(user) && user.attributes.generated !== undefined),
      ),
    );
  }

  /** Tables and columns whose rows or values the statements destroy. */
  destroys(): readonly CatalogObject[] {
    return [...this.#dropped.values()].filter(
      (object) =>
        storesData(object) && !this.#isDroppedWithParent(object) && !this.#created.has(keyOf(object)),
    );
  }

  /** Objects that are dropped and created again. */
  recreated(): readonly CatalogObject[] {
    return [...this.#dropped].flatMap(([key, object]) => (this.#created.has(key) ? [object] : []));
  }

  plan(): PlannedStatements {
    const { steps, limits } = statementsOf({
      scope: this.#scope,
      dropped: this.#dropped,
      created: this.#created,
      altered: this.#altered,
      released: this.#released,
      swaps: this.#swaps,
    });
    return { steps, limits: [...this.#limits.values(), ...limits] };
  }
}

function changesType({
  change,
  before,
  attributes,
}: Difference & { readonly change: 'changed' | 'reordered' }): boolean {
  return (
    change === 'changed' &&
    isColumn(before) &&
    ['type', 'collation'].some((name) => attributes.includes(name))
  );
}

/** Whether dropping an object loses data: a table, or a column of one that is not generated. */
function storesData({ kind, parent, attributes }: CatalogObject): boolean {
  const { stores } = traitsOf(kind);
  if (stores !== 'values') return stores === 'rows';
  return (
    parent !== undefined && traitsOf(parent.kind).stores === 'rows' && attributes.generated === undefined
  );
}
