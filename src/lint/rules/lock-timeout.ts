import { noHits, type Rule } from './rule.js';

/** Longer waits stop an application: all queries on the table wait behind the statement that waits. */
const longest = 60_000;

export const lockTimeout: Rule = {
  id: 'lock-timeout',
  title: 'A strong lock without a short lock_timeout',
  severity: { up: 'warning', down: 'warning' },
  why: 'While a statement waits for its lock, all later queries on the table wait behind it. roundtrip sets lock_timeout to two seconds; this migration or the settings remove or lengthen it.',
  instead: 'Leave lock_timeout to roundtrip, or set it to a few seconds.',
  remedy: { sql: "SET LOCAL lock_timeout = '2s';", builder: `pgm.sql("SET LOCAL lock_timeout = '2s'");` },
  checkStep: (step) => {
    let limit = step.lockTimeout;
    for (const { action, statement, locks } of step.actions) {
      if (action.kind === 'set' && action.name === 'lock_timeout')
        limit = action.value === undefined ? step.lockTimeout : millisecondsOf(action.value);
      if (limit > 0 && limit <= longest) continue;
      const strong = locks.find(({ mode }) => mode === 'ACCESS EXCLUSIVE');
      if (!strong) continue;
      const { relation } = strong;
      const time = limit === 0 ? 'without a limit' : `up to ${limit / 1000} s`;
      const message = `the statement waits for its lock on ${relation} ${time}, and all queries wait behind it`;
      return [{ relation, evidence: { kind: 'text' }, message, statement }];
    }
    return noHits;
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (id int);',
      up: 'SET LOCAL lock_timeout = 0; ALTER TABLE users ADD COLUMN a int;',
    },
    down: {
      before: 'CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ADD COLUMN a int;',
      down: "SET lock_timeout = '1h'; ALTER TABLE users DROP COLUMN a;",
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int);',
      up: "SET LOCAL lock_timeout = '2s'; ALTER TABLE users ADD COLUMN a int;",
    },
    down: {
      before: 'CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ADD COLUMN a int;',
      down: 'ALTER TABLE users DROP COLUMN a;',
    },
  },
};

const units: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A time as settings have it: a number of milliseconds, or with a unit. */
function millisecondsOf(value: string): number {
  const [, number = '0', unit = 'ms'] = /^\s*([\d.]+)\s*([a-z]*)\s*$/i.exec(value) ?? [];
  return Number(number) * (units[unit || 'ms'] ?? 1);
}
