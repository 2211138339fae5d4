import { requiredText, textOf } from '../../model/attribute.js';
import { splitList } from '../../model/list-syntax.js';
import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';

export const textSearchDictionary = objectRepair({
  kind: 'text search dictionary',
  sql: 'TEXT SEARCH DICTIONARY',
  create: (object) => {
    const settings = [`TEMPLATE = ${requiredText(object, 'template')}`, ...optionsOf(object)];
    return [`CREATE TEXT SEARCH DICTIONARY ${object.name} (${settings.join(', ')});`];
  },
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('template')) return undefined;
    const after = optionsOf(to);
    const names = new Set(after.map(nameOf));
    const removed = optionsOf(from)
      .map(nameOf)
      .filter((name) => !names.has(name));
    return [`ALTER TEXT SEARCH DICTIONARY ${to.name} (${[...after, ...removed].join(', ')});`];
  },
});

function optionsOf(object: CatalogObject): readonly string[] {
  return splitList(textOf(object, 'options') ?? '');
}

function nameOf(option: string): string {
  return option.slice(0, option.indexOf(' ='));
}
