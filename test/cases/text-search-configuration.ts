import type { CatalogCase } from './case.js';

export const textSearchConfigurationCases: readonly CatalogCase[] = [
  {
    name: 'a text search configuration that is left',
    change: 'CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple)',
    kind: 'text search configuration',
    object: 'public.plain',
  },
  {
    name: 'a dropped text search configuration',
    base: 'CREATE TEXT SEARCH CONFIGURATION plain (COPY = english)',
    change: 'DROP TEXT SEARCH CONFIGURATION plain',
    kind: 'text search configuration',
    object: 'public.plain',
  },
  {
    name: 'a text search configuration that lost a mapping',
    base: 'CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple)',
    change: 'ALTER TEXT SEARCH CONFIGURATION plain DROP MAPPING FOR email',
    kind: 'text search configuration',
    object: 'public.plain',
  },
  {
    name: 'a text search configuration with other dictionaries',
    base: 'CREATE TEXT SEARCH CONFIGURATION plain (PARSER = "default"); ALTER TEXT SEARCH CONFIGURATION plain ADD MAPPING FOR word, float WITH english_stem, simple',
    change:
      'ALTER TEXT SEARCH CONFIGURATION plain ALTER MAPPING FOR word WITH simple, english_stem; ALTER TEXT SEARCH CONFIGURATION plain ADD MAPPING FOR url WITH simple',
    kind: 'text search configuration',
    object: 'public.plain',
  },
  {
    name: 'a text search configuration whose mapping came back',
    base: 'CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple)',
    change: 'ALTER TEXT SEARCH CONFIGURATION plain DROP MAPPING FOR email',
    undo: 'ALTER TEXT SEARCH CONFIGURATION plain ADD MAPPING FOR email WITH simple',
  },
];
