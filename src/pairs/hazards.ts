import { labelsOf } from '../catalog/kinds/type/create-enum.js';
import type { AlterChange } from '../catalog/kind/repair.js';
import { traitsOf } from '../catalog/model/kind-traits.js';
import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from '../catalog/model/object.js';
import { parseTypeDefinition } from '../catalog/model/type-definition.js';
import { usersIn } from '../catalog/model/users.js';
import type { RepairPlan } from '../catalog/repair/plan-repair.js';
import type { RepairAction } from '../catalog/repair/repair-actions.js';
import { isChecked, isUniqueIndex } from './checked-rows.js';
import type { FoundHazard, Hazard } from './hazard.js';
import { typeHazard } from './type-hazard.js';

interface Plan {
  readonly plan: RepairPlan;
  readonly to: Snapshot;
  readonly direction: Hazard['direction'];
}

/** Finds the hazards of a plan: one for each action that loses or rejects rows, at its last statement. */
export function hazardsOf({ plan, to, direction }: Plan): readonly Hazard[] {
  const actions = new Map<RepairAction, number>();
  plan.actions.forEach((action, at) => {
    const isText = plan.statements[at]?.startsWith('--') === true;
    if (action && !isText) actions.set(action, at);
  });
  return [...actions].flatMap(([action, statement]) =>
    hazardsIn(action, { from: plan.renamed, to }).map(({ kind, object, message }) => ({
      direction,
      kind,
      object: { kind: object.kind, name: object.name },
      message,
      statement,
    })),
  );
}

interface States {
  readonly from: Snapshot;
  readonly to: Snapshot;
}

function hazardsIn(action: RepairAction, states: States): readonly FoundHazard[] {
  switch (action.action) {
    case 'drop':
      return [action.object, ...action.parts].flatMap(ofDrop);
    case 'create':
      return ofCreation(action.object, states);
    case 'alter':
      return ofChange(action.change, states);
    case 'swap':
      return action.from.flatMap((from, at) => ofSwap(from, action.to[at]));
    case 'release':
    case 'restore':
      return [];
  }
}

/** Columns that are dropped with their table are not listed. */
function ofDrop(object: CatalogObject, at: number): readonly FoundHazard[] {
  const { stores } = traitsOf(object.kind);
  if (stores === 'rows') return [loss(object, `Drops the table ${object.name} with all its rows`)];
  const isOfTable = object.parent !== undefined && traitsOf(object.parent.kind).stores === 'rows';
  if (stores !== 'values' || at > 0 || !isOfTable || object.attributes.generated !== undefined) return [];
  return [loss(object, `Drops the column ${object.name} with all its values`)];
}

/** Only what is added to an existing table, or to a type that has values, meets rows. */
function ofCreation(object: CatalogObject, { from, to }: States): readonly FoundHazard[] {
  const parent = object.parent && from.get(keyOf(object.parent));
  if (!parent || !to.has(keyOf(parent))) return [];
  if (isUniqueIndex(object))
    return [failure(object, `Fails where two rows of ${parent.name} have equal values`)];
  if (isChecked(object)) {
    const holder =
      traitsOf(parent.kind).stores === 'rows' ? `rows of ${parent.name}` : `values of ${parent.name}`;
    return isStored(parent, from) ? [failure(object, `Fails where ${holder} break it`)] : [];
  }
  return isFilled(object)
    ? []
    : [failure(object, `Fails unless each row of ${parent.name} gets a value first`)];
}

/** Whether existing rows get a value for a new column, or need none. */
function isFilled({ kind, parent, attributes }: CatalogObject): boolean {
  if (traitsOf(kind).stores !== 'values' || !parent || traitsOf(parent.kind).stores !== 'rows') return true;
  const filling = ['default', 'generated', 'identity'].some((name) => attributes[name] !== undefined);
  return filling || attributes['not null'] === undefined;
}

/** Whether rows contain values of the object: a table does, a type only where a column uses it. */
function isStored(object: CatalogObject, state: Snapshot): boolean {
  if (traitsOf(object.kind).stores === 'rows') return true;
  return usersIn(state, object).some(
    (user) => traitsOf(user.kind).stores === 'values' || isStoredType(user, state),
  );
}

function isStoredType(object: CatalogObject, state: Snapshot): boolean {
  return traitsOf(object.kind).nameSpace === 'types' && isStored(object, state);
}

function ofChange(change: AlterChange, { from: state }: States): readonly FoundHazard[] {
  const { from, to, attributes } = change;
  if (traitsOf(to.kind).nameSpace === 'types') return isStored(from, state) ? ofType(change) : [];
  const isOfTable = to.parent !== undefined && traitsOf(to.parent.kind).stores === 'rows';
  return [
    ...(isOfTable && attributes.includes('type') ? typeHazard(change) : []),
    ...(isOfTable && attributes.includes('not null') && to.attributes['not null'] !== undefined
      ? [failure(to, `Fails where a row has no value in ${to.name}`)]
      : []),
    ...(isOfTable && attributes.includes('definition') && isChecked(to)
      ? [failure(to, `Fails where rows of ${to.parent.name} break it`)]
      : []),
    ...(traitsOf(to.kind).stores === 'rows' && isAttached(change)
      ? [failure(to, `Fails where a row of ${to.name} is outside its bounds`)]
      : []),
  ];
}

/** Whether a table with rows becomes a partition, or one with other bounds. */
function isAttached({ to, attributes }: AlterChange): boolean {
  const moves = attributes.includes('partition bound') || attributes.includes('partition of');
  return moves && to.attributes['partition of'] !== undefined;
}

function ofType({ from, to, attributes }: AlterChange): readonly FoundHazard[] {
  if (attributes.includes('not null') && to.attributes['not null'] !== undefined)
    return [failure(to, `Fails where a row has no value of ${to.name}`)];
  if (!attributes.includes('definition')) return [];
  const [had, has] = [from, to].map(({ attributes: { definition } }) =>
    parseTypeDefinition(String(definition)),
  );
  const isLost = had?.variety === 'composite' && had.parts.some((part) => !has?.parts.includes(part));
  return isLost ? [loss(to, `Drops or changes attributes of ${to.name} in all values`)] : [];
}

function ofSwap(from: CatalogObject, to: CatalogObject | undefined): readonly FoundHazard[] {
  const { definition } = from.attributes;
  if (!to || definition === undefined || parseTypeDefinition(String(definition)).variety !== 'enum')
    return [];
  const gone = labelsOf(from).filter((label) => !labelsOf(to).includes(label));
  if (gone.length === 0) return [];
  const labels = gone.map((label) => JSON.stringify(label)).join(', ');
  return [failure(to, `Fails where a row contains ${labels} of ${to.name}`)];
}

function loss(object: ObjectKey, message: string): FoundHazard {
  return { kind: 'data-loss', object, message: `${message}.` };
}

function failure(object: ObjectKey, message: string): FoundHazard {
  return { kind: 'may-fail', object, message: `${message}.` };
}

export type { Hazard };
