import { assertNever } from '../../errors.js';
import { isRemark } from '../model/kind-traits.js';
import { keyOf, type CatalogObject } from '../model/object.js';
import { isLimited, type RepairContext, type RepairStatements } from '../kind/repair.js';
import { DraftActions, lateDefaults, type DraftContent } from './draft-actions.js';
import { orderActions } from './order-actions.js';
import type { RepairAction } from './repair-actions.js';
import { contextOf, repairFor, type RepairLimit } from './repair-scope.js';
import { swapStatements } from './type-swap.js';

/** A statement together with the action that needs it. */
export interface PlannedStep {
  readonly statement: string;
  readonly action: RepairAction;
}

export interface PlannedStatements {
  readonly steps: readonly PlannedStep[];
  readonly limits: readonly RepairLimit[];
}

export function statementsOf(content: DraftContent): PlannedStatements {
  return new Statements(content).inOrder();
}

class Statements {
  readonly #content: DraftContent;
  readonly #actions: DraftActions;
  readonly #context: RepairContext;
  readonly #limits = new Map<string, RepairLimit>();

  constructor(content: DraftContent) {
    const { scope, created, dropped } = content;
    const late = new Map(lateDefaults(created).map((column) => [keyOf(column), column]));
    this.#content = content;
    this.#context = contextOf(scope, { created, dropped, late });
    this.#actions = new DraftActions(content, { late, context: this.#context });
  }

  inOrder(): PlannedStatements {
    const actions = orderActions(this.#actions.all(), this.#content.scope.arrangement);
    const steps = (statementsFor: (action: RepairAction) => readonly string[]) =>
      actions.flatMap((action) => statementsFor(action).map((statement) => ({ statement, action })));
    return {
      steps: [
        ...steps((action) => this.#preparing(action)),
        ...steps((action) => this.#statementsOf(action)),
        ...steps((action) => this.#completing(action)),
        ...steps((action) => this.#finishing(action)),
      ],
      limits: [...this.#limits.values()],
    };
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
        return action.statements;
      case 'swap':
        return swapStatements(action.swap, (type) =>
          this.#typeWithConstraints(type).filter((one) => !this.#isOwnedAnyway(one)),
        );
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
    const { companions } = repairFor(object);
    const created = this.#created(object);
    if (!companions || parts.length === 0) return created;
    return [...companions.declare(object), ...parts.flatMap((part) => this.#created(part)), ...created];
  }

  #created(object: CatalogObject): readonly string[] {
    return this.#take(object, repairFor(object).create(object, this.#context));
  }

  /** Records what the statements cannot restore. */
  #take({ kind, name }: CatalogObject, planned: RepairStatements): readonly string[] {
    if (!isLimited(planned)) return planned;
    this.#limits.set(keyOf({ kind, name }), { kind, name, reason: planned.cannot });
    return planned.statements;
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

  /** A type with its constraints, except those that the plan creates separately. */
  #typeWithConstraints(type: CatalogObject): readonly string[] {
    const constraints = this.#context
      .children(type)
      .filter((child) => !isRemark(child) && !this.#content.created.has(keyOf(child)));
    return [type, ...constraints].flatMap((object) => this.#created(object));
  }
}
