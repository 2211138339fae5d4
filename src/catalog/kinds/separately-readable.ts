import type { RootCatalog } from '../kind/reader.js';

/** Roots that can be read alone; of the other catalogs everything is read when anything changes. */
export const separatelyReadable: ReadonlySet<RootCatalog> = new Set([
  'pg_class',
  'pg_type',
  'pg_proc',
  'pg_description',
  'pg_seclabel',
]);
