import { childrenIn } from './children.js';
import { subject, type Difference } from './diff.js';
import { keyOf, type CatalogObject, type Kind } from './object.js';
import { ReferenceIndex } from './object-references.js';
import { contextOf, repairFor, statementsOf, type RepairScope } from './draft-statements.js';
import type { AlterChange, Repair, RepairContext } from './repair.js';
import { releaseOf } from './repairs/column-expression.js';
import { findSwap, isConstraint, isHeld, type Pair, type TypeSwap } from './type-swap.js';
import { foreignKeysOf, usersIn } from './users.js';

/** Kinds that PostgreSQL does not adapt when the type of a column that they name changes. */
const boundToType: ReadonlySet<Kind> = new Set([
  'view',
  'materialized view',
  'rule',
  'policy',
  'trigger',
  'function',
  'procedure',
  'publication',
]);

/** Collects what must be dropped, altered and created, each object once. */
export class RepairDraft {
  readonly #scope: RepairScope;
  readonly #dropped = new Map<string, CatalogObject>();
  readonly #created = new Map<string, CatalogObject>();
  readonly #altered = new Map<string, AlterChange>();
  readonly #released = new Map<string, Pair>();
  readonly #swaps: TypeSwap[] = [];
  readonly #context: RepairContext;

  constructor(scope: RepairScope) {
    this.#scope = scope;
    this.#context = contextOf(scope, { created: this.#created, late: new Map() });
  }

  /** Whether the difference can be taken back. */
  add(difference: Difference): boolean {
    switch (difference.change) {
      case 'left':
        return this.#drop(difference.after);
      case 'missing':
        return this.#create(difference.before);
      case 'reordered':
        return false;
      case 'changed':
        return this.#change(difference, repairFor(subject(difference)));
    }
  }

  #change(difference: Difference & { readonly change: 'changed' | 'reordered' }, repair: Repair): boolean {
    const { before: to, after: from, attributes } = difference;
    const change = { from, to, attributes, context: this.#context };
    const altered = repair.alter?.(change);
    if (altered === 'impossible') return false;
    if (altered === undefined) return this.#remake({ to, from });
    this.#altered.set(keyOf(to), change);
    return !changesType(difference) || this.#remakeBoundTo(from);
  }

  #drop(object: CatalogObject): boolean {
    this.#dropped.set(keyOf(object), object);
    return repairFor(object).drop(object, this.#context) !== undefined;
  }

  /** An object and all that belongs to it. */
  #create(object: CatalogObject): boolean {
    if (this.#created.has(keyOf(object))) return true;
    this.#created.set(keyOf(object), object);
    const made = repairFor(object).create(object, this.#context) !== undefined;
    return (
      this.#context
        .children(object)
        .map((child) => this.#create(child))
        .every(Boolean) && made
    );
  }

  /** Drops and creates an object, and before and after that what uses it. */
  #remake(pair: Pair): boolean {
    const { to, from } = pair;
    if (this.#dropped.has(keyOf(from)) || this.#isSwapped(from)) return true;
    const users = usersIn(this.#scope.after, from);
    if (isHeld(this.#scope.after, from)) return this.#swap(pair);
    if (from.kind === 'collation' && users.some(({ kind }) => kind === 'column')) return false;
    const dropped = this.#drop(from);
    const created = this.#create(to);
    return this.#remakeAll(users) && dropped && created;
  }

  #remakeAll(users: readonly CatalogObject[]): boolean {
    return users
      .map((user) => {
        const to = this.#scope.before.get(keyOf(user));
        if (!to || this.#goesWithParent(user)) return true;
        if (user.kind === 'table') return false;
        return user.kind === 'column' ? this.#release({ to, from: user }) : this.#remake({ to, from: user });
      })
      .every(Boolean);
  }

  /** Whether an object goes and comes with what it belongs to. */
  #goesWithParent({ parent }: CatalogObject): boolean {
    return parent !== undefined && this.#dropped.has(keyOf(parent));
  }

  /** A column lets go of a default and gets it back; what is generated otherwise is made again. */
  #release(pair: Pair): boolean {
    const { to, from } = pair;
    const { default: value, generated } = from.attributes;
    if (this.#released.has(keyOf(from)) || (value === undefined && generated === undefined)) return true;
    if (releaseOf(pair, this.#scope.major) !== undefined) {
      this.#released.set(keyOf(from), pair);
      return true;
    }
    return this.#remake({ to, from });
  }

  /** Makes a type again while columns hold values of it. */
  #swap(pair: Pair): boolean {
    const { after } = this.#scope;
    const swap = findSwap(pair, this.#scope);
    if (!swap) return false;
    this.#swaps.push(swap);
    for (const { to } of swap.types) this.#createBeside(to);
    for (const column of swap.columns) {
      if (column.from.attributes.default !== undefined) this.#released.set(keyOf(column.from), column);
    }
    const users = [
      ...swap.types.flatMap(({ from }) => usersIn(after, from)),
      ...swap.columns.flatMap(({ from }) => foreignKeysOf(after, from)),
    ];
    const others = users.filter((user) => !this.#isSwapped(user) && user.parent?.kind !== 'domain');
    const remade = [this.#remakeAll(others), ...swap.columns.map(({ from }) => this.#remakeBoundTo(from))];
    return [...remade, this.#remakeAll(this.#checksMadeLater(swap))].every(Boolean);
  }

  /** Constraints of domains that call what is made again after the domain. */
  #checksMadeLater({ types }: TypeSwap): readonly CatalogObject[] {
    const remade = new ReferenceIndex([...this.#dropped.values()].filter(({ kind }) => kind !== 'cast'));
    return types
      .flatMap(({ from }) => childrenIn(this.#scope.after, from).filter(isConstraint))
      .filter((check) => remade.referencesOf(check).length > 0);
  }

  /** What belongs to a type, but for constraints of a domain, which may need what comes later. */
  #createBeside(type: CatalogObject): void {
    for (const child of this.#context.children(type)) if (!isConstraint(child)) this.#create(child);
  }

  #isSwapped(object: CatalogObject): boolean {
    return this.#swaps.some(({ types, columns }) =>
      [...types, ...columns].some(({ from }) => from === object),
    );
  }

  #remakeBoundTo(column: CatalogObject): boolean {
    const users = usersIn(this.#scope.after, column);
    return this.#remakeAll(
      users.filter(
        ({ kind, attributes }) =>
          boundToType.has(kind) || (kind === 'column' && attributes.generated !== undefined),
      ),
    );
  }

  statements(): readonly string[] {
    return statementsOf({
      scope: this.#scope,
      dropped: this.#dropped,
      created: this.#created,
      altered: this.#altered,
      released: this.#released,
      swaps: this.#swaps,
    });
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
