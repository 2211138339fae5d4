import type { CatalogCase } from './case.js';

export const languageCases: readonly CatalogCase[] = [
  {
    name: 'a language that is left',
    change:
      'CREATE LANGUAGE talk HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator',
    kind: 'language',
    object: 'talk',
  },
  {
    name: 'a dropped language',
    base: 'CREATE ROLE rt_reader; CREATE TRUSTED LANGUAGE talk HANDLER plpgsql_call_handler; GRANT USAGE ON LANGUAGE talk TO rt_reader; REVOKE USAGE ON LANGUAGE talk FROM PUBLIC',
    change: 'DROP LANGUAGE talk',
    kind: 'language',
    object: 'talk',
  },
  {
    name: 'a language that is not trusted any more',
    base: 'CREATE TRUSTED LANGUAGE talk HANDLER plpgsql_call_handler',
    change: 'CREATE OR REPLACE LANGUAGE talk HANDLER plpgsql_call_handler',
    kind: 'language',
    object: 'talk',
  },
  {
    name: 'privileges on a built-in language',
    change: 'REVOKE USAGE ON LANGUAGE sql FROM PUBLIC',
    kind: 'language',
    object: 'sql',
  },
  {
    name: 'privileges on the language of an extension',
    change: 'REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC',
    kind: 'language',
    object: 'plpgsql',
  },
  {
    name: 'a language made and dropped',
    change: 'CREATE LANGUAGE talk HANDLER plpgsql_call_handler',
    undo: 'DROP LANGUAGE talk',
  },
];
