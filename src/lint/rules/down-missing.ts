import { noHits, type Rule } from './rule.js';

export const downMissing: Rule = {
  id: 'down-missing',
  title: 'The down does nothing',
  severity: { up: 'off', down: 'warning' },
  why: 'A rollback with an empty down removes the record of the migration and leaves its changes. The next up fails on them, or runs on a schema that nobody expects.',
  instead: 'Write the inverse of the up, or declare that there is none: export const down = false.',
  remedy: { sql: '-- Down Migration', builder: 'export const down = false;' },
  checkStep: ({ direction, migration: { down }, up, actions, unknown }) => {
    if (direction === 'up' || !up || up.actions.every(({ action }) => action.kind === 'query')) return noHits;
    const evidence = { kind: 'text' } as const;
    if (down.kind === 'absent') return [{ evidence, message: 'the migration has no down', severity: 'info' }];
    if (down.kind === 'disabled' || unknown !== undefined || actions.length > 0) return noHits;
    return [{ evidence, message: 'the down is empty, although the up changes something' }];
  },
  bad: { down: { up: 'CREATE TABLE users (id int);', down: '-- nothing to do' } },
  good: { down: { up: 'CREATE TABLE users (id int);', down: 'DROP TABLE users;' } },
};
