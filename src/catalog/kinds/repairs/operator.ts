import { requiredText, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { cannot } from '../../kind/repair.js';
import { objectRepair } from './object-repair.js';

const estimators = ['restrict', 'join'];

/** A shell comes into being only when another operator names it. */
export const operator = objectRepair({
  kind: 'operator',
  sql: 'OPERATOR',
  create: (object) => {
    const definition = requiredText(object, 'definition');
    if (definition === 'shell') return cannot('it exists only because another operator names it');
    return [`CREATE OPERATOR ${bareName(object)} (${[definition, ...estimatorsOf(object)].join(', ')});`];
  },
  alter: ({ to, attributes }) => {
    if (attributes.some((name) => !estimators.includes(name))) return undefined;
    const settings = attributes.map((name) => `${name.toUpperCase()} = ${textOf(to, name) ?? 'NONE'}`);
    return [`ALTER OPERATOR ${to.name} SET (${settings.join(', ')});`];
  },
});

/** CREATE names the operands among the options. */
function bareName({ name }: CatalogObject): string {
  return name.slice(0, name.indexOf('('));
}

function estimatorsOf(object: CatalogObject): readonly string[] {
  return estimators.flatMap((name) => {
    const value = textOf(object, name);
    return value === undefined ? [] : [`${name.toUpperCase()} = ${value}`];
  });
}
