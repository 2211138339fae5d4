import { childrenIn, descendantsIn } from './children.js';
import { crossingForeignKeys } from './crossing-foreign-keys.js';
import type { Snapshots } from './describe.js';
import { subject, withoutConsequences, type Difference } from './diff.js';
import { keyOf, type CatalogObject, type Kind } from './object.js';
import { refersTo } from './object-references.js';
import { takeBackRenames } from './renames.js';
import { sortActions, type RepairAction } from './repair-actions.js';
import type { AlterChange, Repair, RepairContext } from './repair.js';
import { repairs } from './repair-registry.js';

/** The states that differences were found between, and the server that the repair is for. */
export interface RepairScope extends Snapshots {
  readonly major?: number;
}

export interface RepairPlan {
  /** Statements in an order that works; each ends in `;` or is a comment. */
  readonly statements: readonly string[];
  /** Differences that PostgreSQL offers no exact way back from, such as the order of columns. */
  readonly notRepairable: readonly Difference[];
}

/** The SQL that takes one difference back, or `undefined` where there is no exact way. */
export function repairOf(difference: Difference, scope: RepairScope): string | undefined {
  const { statements, notRepairable } = planRepair([difference], scope);
  if (notRepairable.length > 0 || statements.length === 0) return undefined;
  return statements.join('\n');
}

/** The SQL that leads from `after` back to `before`, for all differences together. */
export function planRepair(differences: readonly Difference[], scope: RepairScope): RepairPlan {
  const renamed = takeBackRenames(differences, scope);
  const draft = new Draft({ ...scope, after: renamed.after });
  const notRepairable = withoutConsequences(renamed.differences).filter(
    (difference) => !draft.add(difference),
  );
  return { statements: [...renamed.statements, ...draft.statements()], notRepairable };
}

/** Kinds that are made again when something that they name is. */
const remadeKinds: ReadonlySet<Kind> = new Set([
  'constraint',
  'index',
  'view',
  'materialized view',
  'statistics',
  'rule',
  'policy',
  'trigger',
]);

/** Collects what must be dropped, altered and created, each object once. */
class Draft {
  readonly #scope: RepairScope;
  readonly #dropped = new Map<string, CatalogObject>();
  readonly #created = new Map<string, CatalogObject>();
  readonly #altered = new Map<string, AlterChange>();
  readonly #context: RepairContext;

  constructor(scope: RepairScope) {
    this.#scope = scope;
    this.#context = {
      children: (object) => childrenIn(scope.before, object),
      find: (key) => scope.before.get(keyOf(key)),
      isCreated: (key) => this.#created.has(keyOf(key)),
      major: scope.major,
    };
  }

  /** Whether the difference can be taken back. */
  add(difference: Difference): boolean {
    const repair = repairFor(subject(difference));
    switch (difference.change) {
      case 'left':
        return this.#drop(difference.after);
      case 'missing':
        return this.#create(difference.before);
      case 'reordered':
        return false;
      case 'changed':
        return this.#change(difference, repair);
    }
  }

  #change(difference: Difference & { readonly change: 'changed' | 'reordered' }, repair: Repair): boolean {
    const { before: to, after: from, attributes } = difference;
    const change = { from, to, attributes, context: this.#context };
    const altered = repair.alter?.(change);
    if (altered === 'impossible') return false;
    if (altered === undefined) return this.#remake(to, from);
    this.#altered.set(keyOf(to), change);
    return true;
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

  /** Drops and creates an object, and before and after that what names it. */
  #remake(to: CatalogObject, from: CatalogObject): boolean {
    if (this.#dropped.has(keyOf(from))) return true;
    const dropped = this.#drop(from);
    const created = this.#create(to);
    return (
      this.#dependents(from).every(([before, after]) => this.#remake(before, after)) && dropped && created
    );
  }

  #dependents(object: CatalogObject): readonly (readonly [CatalogObject, CatalogObject])[] {
    const { before, after } = this.#scope;
    return [...after.values()]
      .filter((other) => other !== object && remadeKinds.has(other.kind) && refersTo(other, object))
      .flatMap((other) => {
        const wanted = before.get(keyOf(other));
        return wanted ? [[wanted, other] as const] : [];
      });
  }

  statements(): readonly string[] {
    const actions = sortActions(this.#actions());
    return [
      ...actions.flatMap((action) => this.#statementsOf(action)),
      ...actions.flatMap((action) => this.#finishing(action)),
    ];
  }

  #actions(): readonly RepairAction[] {
    const drops = [...this.#dropped.values()]
      .filter((object) => !this.#isAway(object))
      .map(
        (object) => ({ action: 'drop', object, parts: descendantsIn(this.#scope.after, object) }) as const,
      );
    return [
      ...crossingForeignKeys(drops).map((object) => ({ action: 'drop', object, parts: [] }) as const),
      ...drops,
      ...[...this.#created.values()].map((object) => ({ action: 'create', object }) as const),
      ...[...this.#altered]
        .filter(([key]) => !this.#created.has(key))
        .map(([, change]) => ({ action: 'alter', object: change.to, change }) as const),
    ];
  }

  #isAway({ parent }: CatalogObject): boolean {
    return parent !== undefined && this.#dropped.has(keyOf(parent));
  }

  #statementsOf(action: RepairAction): readonly string[] {
    const repair = repairFor(action.object);
    switch (action.action) {
      case 'drop':
        return repair.drop(action.object, this.#context) ?? [];
      case 'create':
        return repair.create(action.object, this.#context) ?? [];
      case 'alter': {
        const statements = repair.alter?.(action.change);
        return typeof statements === 'object' ? statements : [];
      }
    }
  }

  #finishing(action: RepairAction): readonly string[] {
    const repair = repairFor(action.object);
    if (action.action === 'create') return repair.finish?.(action.object, this.#context) ?? [];
    return action.action === 'alter' ? (repair.finishAltered?.(action.change) ?? []) : [];
  }
}

function repairFor({ kind }: CatalogObject): Repair {
  return repairs[kind];
}
