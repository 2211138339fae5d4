import type { CatalogCase } from './case.js';

export const textSearchTemplateCases: readonly CatalogCase[] = [
  {
    name: 'a text search template that is left',
    change: 'CREATE TEXT SEARCH TEMPLATE easy (INIT = dsimple_init, LEXIZE = dsimple_lexize)',
    kind: 'text search template',
    object: 'public.easy',
  },
  {
    name: 'a dropped text search template',
    base: 'CREATE TEXT SEARCH TEMPLATE easy (LEXIZE = dsimple_lexize)',
    change: 'DROP TEXT SEARCH TEMPLATE easy',
    kind: 'text search template',
    object: 'public.easy',
  },
  {
    name: 'a text search template made and dropped',
    change: 'CREATE TEXT SEARCH TEMPLATE easy (LEXIZE = dsimple_lexize)',
    undo: 'DROP TEXT SEARCH TEMPLATE easy',
  },
];
