import type { SchemaModel } from '../model/schema-model.js';
import { code, type Inline } from './document.js';
import { shortName } from './names.js';

/** Names of objects, as links where they have a page. */
export interface Links {
  relation(name: string): Inline;
  /** A type, linked where it is user-defined. */
  type(name: string): Inline;
}

export function createLinks({ relations, enums, types }: SchemaModel): Links {
  const pages = new Set(relations.map(({ name }) => name));
  const made = new Map([
    ...enums.map(({ name }) => [name, 'enums'] as const),
    ...types.map(({ name }) => [name, 'types'] as const),
  ]);
  return {
    relation: (name) => {
      const content = [code(shortName(name))];
      return pages.has(name) ? { link: { kind: 'page', page: name }, content } : code(shortName(name));
    },
    type: (name) => {
      const anchor = made.get(name.replace(/(\[\])+$/, ''));
      const content = [code(shortName(name))];
      return anchor === undefined
        ? code(shortName(name))
        : { link: { kind: 'page', page: 'overview', anchor }, content };
    },
  };
}
