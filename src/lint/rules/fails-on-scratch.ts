import type { Rule } from './rule.js';

/** Reported by the trace alone: `check/failures.ts`. */
export const failsOnScratch: Rule = {
  id: 'fails-on-scratch',
  title: 'A direction that fails on a scratch database',
  severity: { up: 'error', down: 'error' },
  why: 'The migration was run on a scratch database on which all migrations before it are applied, and PostgreSQL refused a statement. It will be refused elsewhere, too. Later migrations were checked by their text alone.',
  instead: 'Correct the statement; roundtrip prove shows it with its place.',
  bad: {},
  good: {},
};
