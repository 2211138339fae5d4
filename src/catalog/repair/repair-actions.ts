import type { CatalogObject } from '../model/object.js';
import type { Strength } from '../model/object-references.js';
import type { AlterChange } from '../kind/repair.js';
import type { TypeSwap } from './type-swap.js';

/** One step of a repair plan. */
export type RepairAction =
  | {
      readonly action: 'drop';
      readonly object: CatalogObject;
      /** Objects that are dropped with it. */
      readonly parts: readonly CatalogObject[];
    }
  | {
      readonly action: 'create';
      readonly object: CatalogObject;
      /** Columns that the same statement creates. */
      readonly parts: readonly CatalogObject[];
    }
  | { readonly action: 'alter'; readonly object: CatalogObject; readonly change: AlterChange }
  /** Removes an expression of a column, so that what it depends on can change; `restore` sets it again. */
  | { readonly action: 'release'; readonly object: CatalogObject; readonly statements: readonly string[] }
  | { readonly action: 'restore'; readonly object: CatalogObject; readonly statements: readonly string[] }
  /** Recreates types while columns keep their values of these types. */
  | {
      readonly action: 'swap';
      readonly object: CatalogObject;
      readonly from: readonly CatalogObject[];
      readonly to: readonly CatalogObject[];
      readonly swap: TypeSwap;
    };

/** `earlier` must be done before `later`, because of a dependency of `user`. */
export interface Precedence {
  readonly earlier: RepairAction;
  readonly later: RepairAction;
  readonly user: CatalogObject;
  readonly strength: Strength;
}

/** Objects of the present state that no longer exist, or have changed, after the action. */
export function oldObjects(action: RepairAction): readonly CatalogObject[] {
  switch (action.action) {
    case 'drop':
      return [action.object, ...action.parts];
    case 'alter':
      return [action.change.from];
    case 'release':
      return [action.object];
    case 'swap':
      return action.from;
    case 'create':
    case 'restore':
      return [];
  }
}

/** Objects of the wanted state that exist after the action. */
export function newObjects(action: RepairAction): readonly CatalogObject[] {
  switch (action.action) {
    case 'create':
      return [action.object, ...action.parts];
    case 'alter':
      return [action.change.to];
    case 'restore':
      return [action.object];
    case 'swap':
      return action.to;
    case 'drop':
    case 'release':
      return [];
  }
}
