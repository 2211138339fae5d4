import { noHits, type Rule } from './rule.js';

export const dropSchema: Rule = {
  id: 'drop-schema',
  title: 'A schema or database is dropped',
  severity: { up: 'error', down: 'error' },
  why: 'DROP SCHEMA … CASCADE and DROP DATABASE destroy everything in them, whoever made it.',
  instead: 'Drop the objects one by one, in migrations that can be reviewed, and the empty schema last.',
  check: ({ action, schema, step }) => {
    const evidence = { kind: 'text' } as const;
    if (action.kind === 'drop database')
      return [{ evidence, message: `the database ${action.name} is destroyed` }];
    if (action.kind !== 'drop schema') return noHits;
    // The undo of its own CREATE SCHEMA.
    if (
      !action.cascade &&
      step.up?.schema.schemaCreatedBy(action.name) !== step.up?.before.schemaCreatedBy(action.name)
    )
      return noHits;
    if (schema.schemaCreatedBy(action.name) !== step.before.schemaCreatedBy(action.name)) return noHits;
    const message = `the schema ${action.name} is destroyed${action.cascade ? ' with everything in it' : ''}`;
    return [{ evidence, message }];
  },
  bad: {
    up: { before: 'CREATE SCHEMA a;', up: 'DROP SCHEMA a CASCADE;' },
    down: { up: 'CREATE SCHEMA a;', down: 'DROP SCHEMA a CASCADE;' },
  },
  good: {
    up: { up: 'CREATE SCHEMA a; DROP SCHEMA a;' },
    down: { up: 'CREATE SCHEMA a;', down: 'DROP SCHEMA a;' },
  },
};
