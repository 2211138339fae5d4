import { requiredText } from '../../catalog/model/attribute.js';
import type { CatalogObject } from '../../catalog/model/object.js';
import { commentOf, ownName, partsOf, type BuildContext } from './build-context.js';
import type { Constraint } from './schema-model.js';

const order: readonly Constraint['type'][] = [
  'primary key',
  'unique',
  'exclusion',
  'foreign key',
  'check',
  'not null',
];

/** Returns the constraints of a table: keys first, checks last, by name within a type. */
export function tableConstraints(context: BuildContext, table: CatalogObject): readonly Constraint[] {
  const constraints = partsOf(context, table, 'constraint').flatMap((constraint): Constraint[] => {
    const fact = context.keys.get(constraint.name);
    if (!fact) return [];
    return [
      {
        name: ownName(constraint.name, table.name),
        type: fact.type,
        definition: requiredText(constraint, 'definition'),
        columns: fact.columns,
        comment: commentOf(context, constraint),
      },
    ];
  });
  return order.flatMap((type) => constraints.filter((constraint) => constraint.type === type));
}
