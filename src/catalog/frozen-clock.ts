import type { Difference } from './diff.js';
import type { AttributeValue } from './object.js';

/** Told where a default is the moment at which a migration ran. */
export const frozenClock =
  "its default is the moment at which the migration ran, for 'now()' in quotes is read once; " +
  "write pgm.func('now()'), or DEFAULT now() without quotes";

/** Fractions of a second are hardly ever written by hand. */
const moment = /^'(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{3,}[^']*'::time/u;

/** Whether a default is a moment on both sides, and another one each time. */
export function isOfTheClock({ change, before, after }: Difference): boolean {
  if (change !== 'changed') return false;
  const [was, is] = [before.attributes.default, after.attributes.default];
  return was !== is && isMoment(was) && isMoment(is);
}

function isMoment(value: AttributeValue | undefined): boolean {
  return typeof value === 'string' && moment.test(value);
}
