import { childrenIn, descendantsIn } from '../model/children.js';
import { subject, type Difference } from '../model/diff.js';
import { traitsOf } from '../model/kind-traits.js';
import { keyOf, type CatalogObject } from '../model/object.js';
import { ReferenceIndex } from '../model/object-references.js';
import {
  contextOf,
  repairFor,
  statementsOf,
  type PlannedStatements,
  type RepairLimit,
  type RepairScope,
} from './draft-statements.js';
import type { AlterChange, Repair, RepairContext } from '../kind/repair.js';
import { frozenClock, isOfTheClock } from '../read/frozen-clock.js';
import { releaseOf } from '../kinds/column/column-expression.js';
import { findSwap, isConstraint, isHeld, type TypePair, type TypeSwap } from './type-swap.js';
import { usersIn } from '../model/users.js';
import { foreignKeysOf } from '../kinds/constraint/foreign-keys.js';

const reasons = {
  order: 'PostgreSQL adds columns only at the end; only rebuilding the table restores their order',
  collation: 'columns use it, and it cannot be altered',
  table: 'it uses an object that must be re-created, and re-creating the table would lose its rows',
} as const;

/** Collects the objects to drop, alter and create, each once. */
export class RepairDraft {
  readonly #scope: RepairScope;
  readonly #dropped = new Map<string, CatalogObject>();
  readonly #created = new Map<string, CatalogObject>();
  readonly #altered = new Map<string, AlterChange>();
  readonly #released = new Map<string, TypePair>();
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
      this.#remake({ to, from });
      return;
    }
    this.#altered.set(keyOf(to), change);
    this.#remakeFor(to);
    if (changesType(difference)) this.#remakeBoundTo(from);
  }

  /** Recreates objects that must be recreated when this one is created, attached or altered. */
  #remakeFor(object: CatalogObject): void {
    for (const from of repairFor(object).alsoRecreated?.(object, this.#context) ?? []) {
      const to = this.#scope.before.get(keyOf(from));
      if (to) this.#remake({ to, from });
    }
  }

  #dropLeft(object: CatalogObject): void {
    const whole = this.#wholeOf(object);
    if (whole) this.#remake(whole);
    else this.#drop(object);
  }

  #drop(object: CatalogObject): void {
    this.#dropped.set(keyOf(object), object);
  }

  /** Returns the object that must be recreated instead of one that cannot be dropped alone. */
  #wholeOf(object: CatalogObject): TypePair | undefined {
    const from = repairFor(object).recreatedWith?.(object, this.#context);
    const to = from && this.#scope.before.get(keyOf(from));
    return from && to ? { from, to } : undefined;
  }

  /** Creates an object with its children. */
  #create(object: CatalogObject): void {
    if (this.#created.has(keyOf(object))) return;
    this.#created.set(keyOf(object), object);
    for (const child of this.#context.children(object)) this.#create(child);
    this.#remakeFor(object);
  }

  /** Drops and creates an object, together with its dependents. */
  #remake(pair: TypePair): void {
    const { to, from } = pair;
    if (this.#dropped.has(keyOf(from)) || this.#isSwapped(from)) return;
    const whole = this.#wholeOf(from);
    if (whole) {
      this.#remake(whole);
      return;
    }
    const users = usersIn(this.#scope.after, from);
    if (isHeld(this.#scope.after, from)) {
      this.#swap(pair);
      return;
    }
    if (from.kind === 'collation' && users.some(({ kind }) => kind === 'column')) {
      this.#limit(to, reasons.collation);
      return;
    }
    this.#drop(from);
    this.#create(to);
    for (const gone of descendantsIn(this.#scope.after, from)) {
      const wanted = this.#scope.before.get(keyOf(gone));
      if (wanted) this.#create(wanted);
    }
    this.#remakeAll(users);
  }

  #remakeAll(users: readonly CatalogObject[]): void {
    for (const user of users) {
      const to = this.#scope.before.get(keyOf(user));
      if (!to || this.#goesWithParent(user)) continue;
      if (user.kind === 'table') this.#limit(to, reasons.table);
      else if (user.kind === 'column') this.#release({ to, from: user });
      else this.#remake({ to, from: user });
    }
  }

  /** Whether an object is dropped and created with its parent. */
  #goesWithParent({ parent }: CatalogObject): boolean {
    return parent !== undefined && this.#dropped.has(keyOf(parent));
  }

  /**
   * Removes the expression of a column and sets it again, or recreates the column where its expression cannot
   * be changed.
   */
  #release(pair: TypePair): void {
    const { to, from } = pair;
    const { default: value, generated } = from.attributes;
    if (this.#released.has(keyOf(from)) || (value === undefined && generated === undefined)) return;
    if (releaseOf(pair, this.#context) === undefined) this.#remake({ to, from });
    else this.#released.set(keyOf(from), pair);
  }

  /** Recreates a type while columns contain values of it. */
  #swap(pair: TypePair): void {
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
      ...swap.columns.flatMap(({ from }) => foreignKeysOf(after, from)),
    ];
    this.#remakeAll(users.filter((user) => !this.#isSwapped(user) && user.parent?.kind !== 'domain'));
    for (const { from } of swap.columns) this.#remakeBoundTo(from);
    this.#remakeAll(this.#checksMadeLater(swap));
  }

  /** Constraints of domains that depend on objects which are recreated after the domain. */
  #checksMadeLater({ types }: TypeSwap): readonly CatalogObject[] {
    const remade = new ReferenceIndex([...this.#dropped.values()].filter(({ kind }) => kind !== 'cast'));
    return types
      .flatMap(({ from }) => childrenIn(this.#scope.after, from).filter(isConstraint))
      .filter((check) => remade.referencesOf(check).length > 0);
  }

  /** Creates the children of a type, except constraints of a domain, which may depend on later objects. */
  #createBeside(type: CatalogObject): void {
    for (const child of this.#context.children(type)) if (!isConstraint(child)) this.#create(child);
  }

  #isSwapped(object: CatalogObject): boolean {
    return this.#swaps.some(({ types, columns }) =>
      [...types, ...columns].some(({ from }) => from === object),
    );
  }

  #remakeBoundTo(column: CatalogObject): void {
    const users = usersIn(this.#scope.after, column);
    this.#remakeAll(
      users.filter(
        ({ kind, attributes }) =>
          traitsOf(kind).onColumnType === 'recreated' ||
          (kind === 'column' && attributes.generated !== undefined),
      ),
    );
  }

  /** Tables and columns whose rows or values the statements destroy. */
  destroys(): readonly CatalogObject[] {
    return [...this.#dropped.values()].filter(
      (object) => holdsRows(object) && !this.#goesWithParent(object) && !this.#created.has(keyOf(object)),
    );
  }

  plan(): PlannedStatements {
    const { statements, limits } = statementsOf({
      scope: this.#scope,
      dropped: this.#dropped,
      created: this.#created,
      altered: this.#altered,
      released: this.#released,
      swaps: this.#swaps,
    });
    return { statements, limits: [...this.#limits.values(), ...limits] };
  }
}

function changesType({
  change,
  before,
  attributes,
}: Difference & { readonly change: 'changed' | 'reordered' }): boolean {
  return (
    change === 'changed' &&
    before.kind === 'column' &&
    ['type', 'collation'].some((name) => attributes.includes(name))
  );
}

function holdsRows({ kind, parent, attributes }: CatalogObject): boolean {
  if (kind === 'column') return parent?.kind === 'table' && attributes.generated === undefined;
  return kind === 'table';
}
