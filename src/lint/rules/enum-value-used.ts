import { noHits, type Rule } from './rule.js';

export const enumValueUsed: Rule = {
  id: 'enum-value-used',
  title: 'A new enum value is used in the transaction that adds it',
  severity: { up: 'error', down: 'error' },
  why: 'A value that ALTER TYPE … ADD VALUE has added cannot be used before the transaction has committed (SQLSTATE 55P04).',
  instead: 'Add the value in one migration, and use it in the next.',
  remedy: {
    sql: "-- first migration:\nALTER TYPE mood ADD VALUE 'calm';\n-- second migration:\nALTER TABLE users ALTER COLUMN mood SET DEFAULT 'calm';",
    builder:
      "// first migration:\npgm.addTypeValue('mood', 'calm');\n// second migration:\npgm.alterColumn('users', 'mood', { default: 'calm' });",
  },
  check: ({ action, statement, step }) => {
    if (step.transaction === 'none' || action.kind === 'add enum value') return noHits;
    const used = step.actions.find(
      ({ action: earlier, statement: other }) =>
        earlier.kind === 'add enum value' &&
        other !== statement &&
        !isCreatedHere(earlier.type) &&
        statement.sql.includes(`'${earlier.value.replaceAll("'", "''")}'`),
    )?.action;
    function isCreatedHere(type: string) {
      return step.actions.some((one) => one.action.kind === 'create enum' && one.action.name === type);
    }
    if (used?.kind !== 'add enum value') return noHits;
    const message = `the value '${used.value}' of ${used.type} is used before it is committed`;
    return [{ evidence: { kind: 'text' }, message }];
  },
  bad: {
    up: {
      before: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE users (mood mood);",
      up: "ALTER TYPE mood ADD VALUE 'calm'; ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'calm';",
    },
  },
  good: {
    up: {
      before: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE users (mood mood);",
      up: "ALTER TYPE mood ADD VALUE 'calm'; ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad';",
    },
  },
};
