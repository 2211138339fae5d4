import type { CatalogCase } from './case.js';

export const accessMethodCases: readonly CatalogCase[] = [
  {
    name: 'an access method that is left',
    change: 'CREATE ACCESS METHOD tree TYPE INDEX HANDLER bthandler',
    kind: 'access method',
    object: 'tree',
  },
  {
    name: 'a dropped access method',
    base: 'CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler',
    change: 'DROP ACCESS METHOD heap2',
    kind: 'access method',
    object: 'heap2',
  },
  {
    name: 'an access method made and dropped',
    change: 'CREATE ACCESS METHOD tree TYPE INDEX HANDLER bthandler',
    undo: 'DROP ACCESS METHOD tree',
  },
];
