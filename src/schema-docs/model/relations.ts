import { listOf, textOf } from '../../catalog/model/attribute.js';
import type { CatalogObject } from '../../catalog/model/object.js';
import { attachmentsOf, policiesOf } from './attachments.js';
import { commentOf, objectsOf, ownerTraits, touchesOf, type BuildContext } from './build-context.js';
import { tableColumns, viewColumns } from './columns.js';
import { tableConstraints } from './constraints.js';
import { grantsOn } from './grants.js';
import { relationIndexes } from './indexes.js';
import { namedAttributes } from './named-attributes.js';
import type { ForeignKey, Partition, Relation, RelationKind, Trait } from './schema-model.js';

const kinds: readonly RelationKind[] = ['table', 'foreign table', 'view', 'materialized view'];

/** Attributes that the page shows in a section of their own, or that every object has. */
const shownElsewhere: ReadonlySet<string> = new Set([
  'definition',
  'owner',
  'privileges',
  'inherits',
  'partition of',
  'partition bound',
]);

/** Returns tables and views, by name. */
export function allRelations(context: BuildContext, foreignKeys: readonly ForeignKey[]): readonly Relation[] {
  return objectsOf(context, kinds)
    .filter((object) => textOf(object, 'part of') === undefined)
    .map((object) => relationOf(context, object, foreignKeys))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function relationOf(
  context: BuildContext,
  object: CatalogObject,
  foreignKeys: readonly ForeignKey[],
): Relation {
  const { kind, name } = object as CatalogObject & { readonly kind: RelationKind };
  const isView = kind === 'view' || kind === 'materialized view';
  const sources = context.replayed.facts.viewSources;
  return {
    kind,
    name,
    comment: commentOf(context, object),
    traits: traitsOf(context, object),
    columns: isView ? viewColumns(context, object) : tableColumns(context, object),
    constraints: tableConstraints(context, object),
    foreignKeys: foreignKeys.filter(({ relation }) => relation === name),
    incoming: foreignKeys.filter(({ referenced }) => referenced === name),
    indexes: relationIndexes(context, object),
    attachments: attachmentsOf(context, object),
    policies: policiesOf(context, object),
    grants: grantsOn(context, object),
    definition: textOf(object, 'definition'),
    reads: sources.filter(({ view }) => view === name).map(({ source }) => source),
    readBy: sources.filter(({ source }) => source === name).map(({ view }) => view),
    partitionOf: textOf(object, 'partition of'),
    partitions: partitionsOf(context, name),
    touches: touchesOf(context, object),
  };
}

function traitsOf(context: BuildContext, object: CatalogObject): readonly Trait[] {
  const parents = listOf(object, 'inherits').map((relation) => ({ text: 'inherits', relation }));
  const partitionOf = textOf(object, 'partition of');
  const bound = textOf(object, 'partition bound') ?? '';
  return [
    ...(partitionOf === undefined ? [] : [{ text: 'partition of', relation: partitionOf }, { text: bound }]),
    ...parents,
    ...[...namedAttributes(object, shownElsewhere), ...ownerTraits(context, object)].map((text) => ({
      text,
    })),
  ];
}

function partitionsOf(context: BuildContext, name: string): readonly Partition[] {
  return objectsOf(context, ['table', 'foreign table'])
    .filter((object) => textOf(object, 'partition of') === name)
    .map((object) => ({ relation: object.name, bound: textOf(object, 'partition bound') ?? '' }));
}
