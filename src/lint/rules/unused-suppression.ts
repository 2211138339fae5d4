import type { Rule } from './rule.js';

/** Reported by `suppress/suppressions.ts`. */
export const unusedSuppression: Rule = {
  id: 'unused-suppression',
  title: 'A comment that allows nothing',
  severity: { up: 'warning', down: 'warning' },
  why: 'The comment names a rule that finds nothing here. It would hide the next finding of that rule without anybody having judged it.',
  instead: 'Remove the comment, or correct the rule that it names.',
  bad: {},
  good: {},
};
