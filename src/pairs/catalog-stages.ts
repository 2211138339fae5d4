import { constraintTypeOf } from '../catalog/kinds/constraint/constraint-type.js';
import {
  keyOf,
  type CatalogObject,
  type Kind,
  type ObjectKey,
  type Snapshot,
} from '../catalog/model/object.js';
import { ReferenceIndex } from '../catalog/model/object-references.js';
import { toSnapshot } from '../catalog/model/snapshot.js';

/** A catalog that is part of the next one. */
export interface CatalogStage {
  /** The schema or topic that this stage adds: `billing`, `views`. */
  readonly topic: string;
  readonly catalog: Snapshot;
}

/** Kinds that apply to whatever is created after them, or that name what is created before. */
const lastKinds: ReadonlySet<Kind> = new Set([
  'default privileges',
  'event trigger',
  'publication',
  'setting',
  'subscription',
]);

/** Topics of a catalog with one schema, in an order in which later ones usually depend on earlier ones. */
const topics: readonly (readonly [topic: string, kinds: ReadonlySet<Kind>])[] = [
  ['tables', new Set<Kind>(['table', 'foreign table', 'sequence', 'index', 'statistics'])],
  ['constraints', new Set<Kind>(['constraint'])],
  ['routines', new Set<Kind>(['function', 'procedure', 'aggregate', 'operator'])],
  ['views', new Set<Kind>(['view', 'materialized view', 'rule'])],
  ['triggers', new Set<Kind>(['trigger', 'policy'])],
];

/** Objects that can be created after the object that they belong to. */
function isSeparate(object: CatalogObject): boolean {
  return (
    ['trigger', 'policy', 'rule', 'index', 'statistics'].includes(object.kind) ||
    constraintTypeOf(object) === 'foreign key'
  );
}

/** An object with everything that is created together with it. */
interface Unit {
  readonly members: CatalogObject[];
  stage: number;
}

/**
 * Divides what `whole` has beyond `empty` into stages: by schema, or by topic where there is only one. Every
 * object comes after those that its definition names, so that an object may come later than the rest of its
 * schema.
 */
export function catalogStages(empty: Snapshot, whole: Snapshot): readonly CatalogStage[] {
  const labels = stageLabels(empty, whole);
  const units = unitsOf(whole, (object) =>
    empty.has(keyOf(object)) ? 0 : labels.indexOf(labelOf(object, labels)),
  );
  postpone(units, whole);
  const stageOf = new Map(
    [...units.values()].flatMap(({ members, stage }) => members.map((one) => [keyOf(one), stage] as const)),
  );
  return labels.flatMap((topic, stage) => {
    const isNew = [...units.values()].some((unit) => unit.stage === stage);
    if (!isNew) return [];
    const objects = [...whole].filter(([key]) => (stageOf.get(key) ?? 0) <= stage).map(([, one]) => one);
    const removedLater = stage < lastStage(units) ? missingIn(empty, whole) : [];
    return [{ topic, catalog: toSnapshot([...objects, ...removedLater]) }];
  });
}

function lastStage(units: ReadonlyMap<string, Unit>): number {
  return Math.max(...[...units.values()].map(({ stage }) => stage));
}

/** What a new database has and the whole has not is dropped in the last stage. */
function missingIn(empty: Snapshot, whole: Snapshot): readonly CatalogObject[] {
  return [...empty].filter(([key]) => !whole.has(key)).map(([, object]) => object);
}

const base = 'base';
const last = 'rest';

function stageLabels(empty: Snapshot, whole: Snapshot): readonly string[] {
  const schemas = [...whole.values()]
    .filter(({ kind, name }) => kind === 'table' || (kind === 'schema' && !empty.has(`schema ${name}`)))
    .map((object) => schemaOf(object) ?? object.name);
  const names = [...new Set(schemas)].sort();
  return names.length > 1
    ? [base, ...inOrderOfUse(names, whole), last]
    : [base, ...topics.map(([topic]) => topic), last];
}

/** A schema comes after those that its objects refer to, as far as these do not refer back. */
function inOrderOfUse(names: readonly string[], whole: Snapshot): readonly string[] {
  const index = new ReferenceIndex(whole.values());
  const uses = new Map(names.map((name) => [name, new Set<string>()]));
  for (const object of whole.values()) {
    const schema = schemaOf(object);
    if (schema === undefined) continue;
    for (const { object: used } of index.referencesOf(object))
      uses.get(schema)?.add(schemaOf(used) ?? schema);
  }
  const ordered = new Set<string>();
  const visited = new Set<string>();
  const visit = (name: string): void => {
    if (visited.has(name)) return;
    visited.add(name);
    for (const used of [...(uses.get(name) ?? [])].sort()) visit(used);
    ordered.add(name);
  };
  names.forEach(visit);
  return [...ordered];
}

function labelOf(object: CatalogObject, labels: readonly string[]): string {
  if (lastKinds.has(object.kind)) return last;
  const isByTopic = labels[1] === topics[0]?.[0];
  if (isByTopic) return topics.find(([, kinds]) => kinds.has(object.kind))?.[0] ?? base;
  const schema = object.kind === 'schema' ? object.name : schemaOf(object);
  return schema !== undefined && labels.includes(schema) ? schema : base;
}

/** The schema of a qualified name, also of one such as `users_id_key on public.users`. */
function schemaOf({ name, kind, parent }: CatalogObject): string | undefined {
  if (kind === 'schema') return name;
  if (parent) return schemaOf({ name: parent.name, kind: parent.kind, attributes: {} });
  return /^((?:"(?:[^"]|"")*"|[^."\s(]+))\./u.exec(name)?.[1];
}

function unitsOf(whole: Snapshot, stageOf: (object: CatalogObject) => number): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>();
  for (const object of whole.values()) {
    const root = rootOf(object, whole);
    const unit = units.get(keyOf(root));
    if (unit) unit.members.push(object);
    else units.set(keyOf(root), { members: [object], stage: stageOf(root) });
  }
  return units;
}

function rootOf(object: CatalogObject, whole: Snapshot): CatalogObject {
  const parent = object.parent && !isSeparate(object) ? whole.get(keyOf(object.parent)) : undefined;
  return parent && parent.kind !== 'schema' && parent.kind !== 'database' ? rootOf(parent, whole) : object;
}

/** Moves each unit behind those that it refers to, until nothing moves any more. */
function postpone(units: ReadonlyMap<string, Unit>, whole: Snapshot): void {
  const index = new ReferenceIndex(whole.values());
  const needs = [...units.values()].map((unit) => ({
    unit,
    needed: unit.members.flatMap((member) => neededBy(member, { index, whole, units })),
  }));
  for (let hasMoved = true; hasMoved;) {
    hasMoved = false;
    for (const { unit, needed } of needs) {
      const stage = Math.max(unit.stage, ...needed.map((one) => one.stage));
      hasMoved ||= stage > unit.stage;
      unit.stage = stage;
    }
  }
}

interface Context {
  readonly index: ReferenceIndex;
  readonly whole: Snapshot;
  readonly units: ReadonlyMap<string, Unit>;
}

function neededBy(object: CatalogObject, { index, whole, units }: Context): readonly Unit[] {
  const parents = [object.parent, object.cascadesFrom].flatMap((key: ObjectKey | undefined) =>
    key ? (whole.get(keyOf(key)) ?? []) : [],
  );
  return [...index.referencesOf(object).map((reference) => reference.object), ...parents].flatMap(
    (one) => units.get(keyOf(rootOf(one, whole))) ?? [],
  );
}
