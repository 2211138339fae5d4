import type { AttributeValue, CatalogObject } from '../../model/object.js';
import type { Repair } from '../../kind/repair.js';

function create({ name, attributes }: CatalogObject): string {
  const { as, for: command, to, using } = attributes;
  const check = attributes['with check'];
  return [
    `CREATE POLICY ${name}`,
    ...clause('AS', as === undefined ? undefined : String(as).toUpperCase()),
    ...clause('FOR', command === undefined ? undefined : String(command).toUpperCase()),
    ...clause('TO', typeof to === 'object' ? to.join(', ') : undefined),
    ...clause('USING', using === undefined ? undefined : `(${String(using)})`),
    ...clause('WITH CHECK', check === undefined ? undefined : `(${String(check)})`),
  ].join(' ');
}

function clause(word: string, value: AttributeValue | undefined): readonly string[] {
  return value === undefined ? [] : [`${word} ${String(value)}`];
}

export const policy: Repair<'policy'> = {
  kind: 'policy',
  create: (object) => [`${create(object)};`],
  drop: (object) => [`DROP POLICY ${object.name};`],
};
