import { noHits, type Rule } from './rule.js';

export const enumValueStays: Rule = {
  id: 'enum-value-stays',
  title: 'The down does not remove an enum value',
  severity: { up: 'off', down: 'warning' },
  why: 'PostgreSQL has no DROP VALUE. A down that does nothing about the value counts as a rollback, but leaves it behind, and the next up fails.',
  instead:
    'Declare the migration irreversible (export const down = false), or replace the type in the down. A lookup table has no such limit.',
  remedy: {
    sql: "ALTER TYPE mood RENAME TO mood_old;\nCREATE TYPE mood AS ENUM ('sad', 'ok');\nALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood;\nDROP TYPE mood_old;",
    builder: 'export const down = false;',
  },
  checkStep: ({ up, actions, direction, migration }) => {
    const hasDown = migration.down.kind === 'written' || migration.down.kind === 'inferred';
    if (direction === 'up' || !up || !hasDown) return noHits;
    const drops = actions.some(({ action }) => action.kind === 'drop object' || action.kind === 'dynamic');
    const created = new Set(
      up.actions.flatMap(({ action }) => (action.kind === 'create enum' ? [action.name] : [])),
    );
    return up.actions.flatMap(({ action }) => {
      if (action.kind !== 'add enum value' || created.has(action.type) || drops) return [];
      const message = `the value '${action.value}' of ${action.type} is still there after the down`;
      return [{ evidence: { kind: 'text' }, message } as const];
    });
  },
  bad: {
    down: {
      before: "CREATE TYPE mood AS ENUM ('sad');",
      up: "ALTER TYPE mood ADD VALUE 'ok';",
      down: 'SELECT 1;',
    },
  },
  good: {
    down: {
      before: "CREATE TYPE mood AS ENUM ('sad');",
      up: "ALTER TYPE mood ADD VALUE 'ok';",
      down: "ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('sad'); DROP TYPE mood_old;",
    },
  },
};
