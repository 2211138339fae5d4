import type { CatalogCase } from './case.js';

export const textSearchDictionaryCases: readonly CatalogCase[] = [
  {
    name: 'a text search dictionary that is left',
    change: 'CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple)',
    kind: 'text search dictionary',
    object: 'public.plain',
  },
  {
    name: 'a dropped text search dictionary',
    base: 'CREATE ROLE rt_owner; CREATE TEXT SEARCH DICTIONARY stem (TEMPLATE = snowball, language = english, stopwords = english); ALTER TEXT SEARCH DICTIONARY stem OWNER TO rt_owner',
    change: 'DROP TEXT SEARCH DICTIONARY stem',
    kind: 'text search dictionary',
    object: 'public.stem',
  },
  {
    name: 'a text search dictionary with other options',
    base: 'CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, accept = false)',
    change: 'ALTER TEXT SEARCH DICTIONARY plain (accept, stopwords = english)',
    kind: 'text search dictionary',
    object: 'public.plain',
  },
  {
    name: 'a text search dictionary made and dropped',
    change: 'CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple)',
    undo: 'DROP TEXT SEARCH DICTIONARY plain',
  },
];
