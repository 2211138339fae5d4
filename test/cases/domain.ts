import type { CatalogCase } from './case.js';

export const domainCases: readonly CatalogCase[] = [
  {
    name: 'a domain that is left',
    change: "CREATE DOMAIN handle AS varchar(30) DEFAULT 'x' NOT NULL",
    kind: 'domain',
    object: 'public.handle',
  },
  {
    name: 'a dropped domain with its constraint',
    base: 'CREATE DOMAIN handle AS text COLLATE "C" DEFAULT \'x\' NOT NULL CONSTRAINT handle_lower CHECK (VALUE = lower(VALUE))',
    change: 'DROP DOMAIN handle',
    kind: 'domain',
    object: 'public.handle',
  },
  {
    name: 'a domain with another default',
    base: "CREATE DOMAIN handle AS text DEFAULT 'x'",
    change: "ALTER DOMAIN handle SET DEFAULT 'y'",
    kind: 'domain',
    object: 'public.handle',
  },
  {
    name: 'a domain that lost its default',
    base: "CREATE DOMAIN handle AS text DEFAULT 'x'",
    change: 'ALTER DOMAIN handle DROP DEFAULT',
    kind: 'domain',
    object: 'public.handle',
  },
  {
    name: 'a domain that refuses nulls',
    base: 'CREATE DOMAIN handle AS text',
    change: 'ALTER DOMAIN handle SET NOT NULL',
    kind: 'domain',
    object: 'public.handle',
  },
  {
    name: 'a domain that accepts nulls',
    base: 'CREATE DOMAIN handle AS text NOT NULL',
    change: 'ALTER DOMAIN handle DROP NOT NULL',
    kind: 'domain',
    object: 'public.handle',
  },
  {
    name: 'a domain over another type',
    base: 'CREATE DOMAIN handle AS varchar(30)',
    change: 'DROP DOMAIN handle; CREATE DOMAIN handle AS varchar(40)',
    kind: 'domain',
    object: 'public.handle',
  },
  {
    name: 'a domain with another collation',
    base: 'CREATE DOMAIN handle AS text COLLATE "C"',
    change: 'DROP DOMAIN handle; CREATE DOMAIN handle AS text',
    kind: 'domain',
    object: 'public.handle',
  },
  {
    name: 'a domain with a new constraint',
    base: 'CREATE DOMAIN handle AS text',
    change: "ALTER DOMAIN handle ADD CONSTRAINT c CHECK (VALUE <> '')",
    kind: 'constraint',
    object: 'c on domain public.handle',
  },
  {
    name: 'a domain with privileges and another owner',
    base: 'CREATE ROLE rt_owner; CREATE DOMAIN handle AS text',
    change: 'ALTER DOMAIN handle OWNER TO rt_owner; REVOKE USAGE ON DOMAIN handle FROM PUBLIC',
    kind: 'domain',
    object: 'public.handle',
  },
  {
    name: 'a domain with a constraint that came and went',
    base: 'CREATE DOMAIN handle AS text',
    change: "ALTER DOMAIN handle ADD CONSTRAINT c CHECK (VALUE <> '')",
    undo: 'ALTER DOMAIN handle DROP CONSTRAINT c',
  },
];
