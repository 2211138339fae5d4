import { anchorFor, pageId, placeId } from '../document/anchors.js';
import { shortName, splitQualified } from '../document/names.js';
import type { Relation, SchemaModel } from '../model/schema-model.js';

/**
 * An entry of the search: kind, name, the object that it belongs to, further text to search, and the place that
 * it links to.
 */
export type SearchEntry = readonly [kind: string, name: string, owner: string, text: string, place: string];

/** Lists everything that has a name, in the order in which equally good matches are shown. */
export function searchIndex(model: SchemaModel): readonly SearchEntry[] {
  const { relations, enums, types, routines, others, migrations } = model;
  const overview = (anchor: string) => placeId('overview', anchor);
  return [
    ...relations.map(({ kind, name, comment }): SearchEntry => {
      return [kind, shortName(name), '', comment ?? '', pageId(name)];
    }),
    ...relations.flatMap(columnEntries),
    ...enums.flatMap(({ name, values, comment }): readonly SearchEntry[] => {
      const place = overview(anchorFor('enum', name));
      return [
        ['enum', shortName(name), '', comment ?? '', place],
        ...values.map((value): SearchEntry => ['enum value', value, shortName(name), '', place]),
      ];
    }),
    ...types.map(({ kind, name, definition, comment }): SearchEntry => {
      return [kind, shortName(name), '', joined(definition, comment), overview(anchorFor('type', name))];
    }),
    ...relations.flatMap(partEntries),
    ...routines.map(({ kind, name, comment }): SearchEntry => {
      return [kind, shortName(name), '', comment ?? '', placeId('routines', anchorFor('function', name))];
    }),
    ...others.map(({ kind, name, description, comment }): SearchEntry => {
      return [kind, name, '', joined(description, comment), overview('other-objects')];
    }),
    ...migrations.map(({ name }): SearchEntry => {
      return ['migration', name, '', '', overview(anchorFor('migration', name))];
    }),
  ];
}

function columnEntries({ name: relation, columns }: Relation): readonly SearchEntry[] {
  return columns.map(({ name, type, comment }): SearchEntry => {
    const place = placeId(relation, anchorFor('column', name));
    return ['column', name, shortName(relation), joined(type, comment), place];
  });
}

function partEntries({
  name: relation,
  indexes,
  constraints,
  attachments,
  policies,
}: Relation): readonly SearchEntry[] {
  const owner = shortName(relation);
  const place = (anchor: string) => placeId(relation, anchor);
  return [
    ...indexes.map(({ name, definition, comment }): SearchEntry => {
      const local = splitQualified(name).name;
      return ['index', local, owner, joined(definition, comment), place(anchorFor('index', local))];
    }),
    ...constraints.map(({ name, definition, comment }): SearchEntry => {
      return ['constraint', name, owner, joined(definition, comment), place(anchorFor('constraint', name))];
    }),
    ...attachments.map(({ kind, name, definition }): SearchEntry => {
      return [kind, name, owner, definition, place(anchorFor('trigger', name))];
    }),
    ...policies.map(({ name, using, withCheck, comment }): SearchEntry => {
      return ['policy', name, owner, joined(using, withCheck, comment), place(anchorFor('policy', name))];
    }),
  ];
}

function joined(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join(' · ');
}
