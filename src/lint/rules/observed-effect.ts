import type { Rule } from './rule.js';

/** Reported by the trace alone: `check/observed.ts`. */
export const observedEffect: Rule = {
  id: 'observed-effect',
  title: 'A lock, rewrite or scan that the text does not show',
  severity: { up: 'warning', down: 'warning' },
  why: 'On the scratch database the statement locked, rewrote or read a table that its text does not name: by dynamic SQL, a function, a trigger, or a foreign key of another table.',
  instead: 'Write the statement itself into the migration, so that readers see its effect.',
  bad: {},
  good: {},
};
