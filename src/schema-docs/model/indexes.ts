import type { CatalogObject } from '../../catalog/model/object.js';
import { localName } from '../../catalog/model/qualified-name.js';
import type { IndexFact } from '../facts/index-facts.js';
import { commentOf, partsOf, type BuildContext } from './build-context.js';
import { indexCost } from './index-cost.js';
import { indexServices } from './index-services.js';
import { namedAttributes } from './named-attributes.js';
import type { Index } from './index-model.js';

/**
 * Attributes that the definition contains; also `options`, which PostgreSQL prints with an index that
 * implements a constraint.
 */
const shownElsewhere: ReadonlySet<string> = new Set(['definition', 'options', 'valid', 'ready', 'live']);

/** Returns the indexes of a table or materialized view, by name, including those that implement constraints. */
export function relationIndexes(context: BuildContext, relation: CatalogObject): readonly Index[] {
  const siblings = context.indexesOf.get(relation.name) ?? [];
  return indexObjects(context, relation).flatMap((object) => {
    const fact = context.indexes.get(object.name);
    if (!fact) return [];
    const comment = commentOf(context, object);
    return [
      {
        name: object.name,
        definition: ownDefinition(fact),
        services: indexServices(fact, { ...context, siblings }),
        cost: indexCost(fact, context.replayed.major),
        comment,
        traits: namedAttributes(object, shownElsewhere),
      },
    ];
  });
}

/** Indexes that implement constraints have the constraint as their parent. */
function indexObjects(context: BuildContext, relation: CatalogObject): readonly CatalogObject[] {
  const behind = partsOf(context, relation, 'constraint').flatMap((constraint) =>
    partsOf(context, constraint, 'index'),
  );
  const all = [...new Set([...behind, ...partsOf(context, relation, 'index')])];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns the definition that PostgreSQL prints, from the access method on. */
function ownDefinition({ definition, name, relation, unique }: IndexFact): string {
  const heads = ['ON', 'ON ONLY'].map(
    (on) => `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${localName(name)} ${on} ${relation} USING `,
  );
  const head = heads.find((one) => definition.startsWith(one));
  return head === undefined ? definition : definition.slice(head.length);
}
