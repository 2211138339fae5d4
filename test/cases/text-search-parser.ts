import type { CatalogCase } from './case.js';

export const textSearchParserCases: readonly CatalogCase[] = [
  {
    name: 'a text search parser that is left',
    change:
      'CREATE TEXT SEARCH PARSER words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)',
    kind: 'text search parser',
    object: 'public.words',
  },
  {
    name: 'a dropped text search parser',
    base: 'CREATE TEXT SEARCH PARSER words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline)',
    change: 'DROP TEXT SEARCH PARSER words',
    kind: 'text search parser',
    object: 'public.words',
  },
  {
    name: 'a text search parser made and dropped',
    change:
      'CREATE TEXT SEARCH PARSER words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)',
    undo: 'DROP TEXT SEARCH PARSER words',
  },
];
