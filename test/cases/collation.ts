import type { CatalogCase } from './case.js';

export const collationCases: readonly CatalogCase[] = [
  {
    name: 'a collation that is left',
    change: "CREATE COLLATION plain (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX')",
    kind: 'collation',
    object: 'public.plain',
  },
  {
    name: 'a dropped collation of ICU',
    base: "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
    change: 'DROP COLLATION nocase',
    kind: 'collation',
    object: 'public.nocase',
  },
  {
    name: 'a collation with rules',
    base: "CREATE COLLATION ruled (provider = icu, locale = 'und', rules = '&a < g')",
    change: 'DROP COLLATION ruled',
    kind: 'collation',
    object: 'public.ruled',
    since: 16,
  },
  {
    name: 'a built-in collation',
    base: "CREATE COLLATION own (provider = builtin, locale = 'C.UTF-8')",
    change: 'DROP COLLATION own',
    kind: 'collation',
    object: 'public.own',
    since: 17,
  },
  {
    name: 'a collation with another locale',
    base: "CREATE COLLATION local (provider = icu, locale = 'de')",
    change: "DROP COLLATION local; CREATE COLLATION local (provider = icu, locale = 'fr')",
    kind: 'collation',
    object: 'public.local',
    says: ['de', 'fr'],
  },
  {
    name: 'a collation made again',
    base: "CREATE COLLATION local (provider = icu, locale = 'de')",
    change: 'DROP COLLATION local',
    undo: "CREATE COLLATION local (provider = icu, locale = 'de')",
  },
];
