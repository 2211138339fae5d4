import type { CatalogCase } from './case.js';

export const conversionCases: readonly CatalogCase[] = [
  {
    name: 'a conversion that is left',
    change: "CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
    kind: 'conversion',
    object: 'public.latin',
  },
  {
    name: 'a dropped default conversion',
    base: "CREATE ROLE rt_owner; CREATE DEFAULT CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8; ALTER CONVERSION latin OWNER TO rt_owner",
    change: 'DROP CONVERSION latin',
    kind: 'conversion',
    object: 'public.latin',
  },
  {
    name: 'a conversion made and dropped',
    change: "CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
    undo: 'DROP CONVERSION latin',
  },
];
