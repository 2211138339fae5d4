import type { CatalogCase } from './case.js';

export const eventTriggerCases: readonly CatalogCase[] = [
  {
    name: 'an event trigger that is left',
    base: 'CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$',
    change: 'CREATE EVENT TRIGGER no_drops ON sql_drop EXECUTE FUNCTION guard()',
    kind: 'event trigger',
    object: 'no_drops',
  },
  {
    name: 'a dropped event trigger',
    base: "CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'CREATE TABLE') EXECUTE FUNCTION guard(); ALTER EVENT TRIGGER watch ENABLE ALWAYS",
    change: 'DROP EVENT TRIGGER watch',
    kind: 'event trigger',
    object: 'watch',
  },
  {
    name: 'a disabled event trigger',
    base: 'CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION guard()',
    change: 'ALTER EVENT TRIGGER watch DISABLE',
    kind: 'event trigger',
    object: 'watch',
  },
  {
    name: 'an event trigger with other tags',
    base: 'CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION guard()',
    change:
      "DROP EVENT TRIGGER watch; CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION guard()",
    kind: 'event trigger',
    object: 'watch',
  },
  {
    name: 'an event trigger disabled and enabled',
    base: 'CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION guard()',
    change: 'ALTER EVENT TRIGGER watch DISABLE',
    undo: 'ALTER EVENT TRIGGER watch ENABLE',
  },
];
