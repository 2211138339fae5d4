import { textOf, withAttribute } from '../catalog/model/attribute.js';
import { descendantsIn } from '../catalog/model/children.js';
import { keyOf, type CatalogObject, type Snapshot } from '../catalog/model/object.js';
import { ReferenceIndex } from '../catalog/model/object-references.js';
import { constraintTypeOf } from '../catalog/kinds/constraint/constraint-type.js';
import { forEmptyDatabase, type ExtensionDefaults } from '../pairs/for-empty-database.js';
import { planPair, type PairOptions, type PlannedPair } from '../pairs/plan-pair.js';

export interface SquashPlanOptions extends PairOptions {
  readonly extensions: ExtensionDefaults;
  /** Statements that insert the rows, and set the positions of sequences. */
  readonly contents: readonly string[];
}

/**
 * Plans the migration that leads from an empty database to the catalog and the contents of another, and back.
 * Whatever acts on rows as they are inserted is created after them.
 */
export function planSquash(empty: Snapshot, whole: Snapshot, options: SquashPlanOptions): PlannedPair {
  const { up, down } = planPair(empty, whole, options);
  const { extensions, contents } = options;
  if (contents.length === 0) return { up: forEmptyDatabase(up, extensions), down };
  const inert = withoutReactions(whole);
  const before = forEmptyDatabase(planPair(empty, inert, options).up, extensions);
  const after = forEmptyDatabase(planPair(inert, whole, options).up, extensions);
  return {
    up: {
      statements: [...before.statements, ...contents, ...after.statements, ...refreshStatements(whole)],
      limits: [...before.limits, ...after.limits],
      hazards: [],
    },
    down,
  };
}

/** The catalog without what would refuse, change or hide rows that are inserted. */
function withoutReactions(whole: Snapshot): Snapshot {
  const reacting = [...whole.values()].filter(reactsToRows);
  const gone = new Set(reacting.flatMap((one) => [one, ...descendantsIn(whole, one)]).map(keyOf));
  return new Map(
    [...whole].filter(([key]) => !gone.has(key)).map(([key, object]) => [key, withoutForcedSecurity(object)]),
  );
}

function reactsToRows(object: CatalogObject): boolean {
  if (object.kind === 'rule') return object.parent?.kind === 'table';
  if (object.kind === 'trigger') return object.parent?.kind.endsWith('table') === true;
  if (object.kind === 'event trigger') return true;
  if (constraintTypeOf(object) === 'foreign key') return true;
  return object.kind === 'constraint' && (textOf(object, 'definition') ?? '').endsWith(' NOT VALID');
}

/** It also applies to the owner. */
function withoutForcedSecurity(object: CatalogObject): CatalogObject {
  if (object.attributes['force row security'] === undefined) return object;
  return { ...object, attributes: withAttribute(object.attributes, 'force row security', undefined) };
}

/** Materialized views were filled when they were created, before the rows. */
function refreshStatements(whole: Snapshot): readonly string[] {
  const views = [...whole.values()].filter(
    (object) => object.kind === 'materialized view' && textOf(object, 'populated') === undefined,
  );
  const index = new ReferenceIndex(whole.values());
  const ordered = new Set<CatalogObject>();
  const visited = new Set<CatalogObject>();
  const visit = (object: CatalogObject): void => {
    if (visited.has(object)) return;
    visited.add(object);
    for (const reference of index.referencesOf(object)) visit(reference.object);
    if (views.includes(object)) ordered.add(object);
  };
  views.forEach(visit);
  return [...ordered].map(({ name }) => `REFRESH MATERIALIZED VIEW ${name};`);
}
