import type { Difference } from '../model/diff.js';

/** Told where a default is the moment at which a migration ran. */
export const frozenClock =
  "its default is the time at which the migration ran, because 'now()' in quotes is evaluated only once; " +
  "write pgm.func('now()'), or DEFAULT now() without quotes";

/** Fractions of a second are hardly ever written by hand. */
const moment = /^'(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{3,}[^']*'::time/u;

/** Whether a default is a moment on both sides, and another one each time. */
export function isOfTheClock(difference: Difference): boolean {
  return isOfBoth(difference, moment);
}

const dateOrTime = /^'[\d:. +-]+'::(?:date|time)/u;

/** The same between two runs of one up, where nobody wrote another literal in between: any date or time. */
export function isOfTheClockEachRun(difference: Difference): boolean {
  return isOfBoth(difference, dateOrTime);
}

function isOfBoth({ change, before, after }: Difference, literal: RegExp): boolean {
  if (change !== 'changed') return false;
  const [was, is] = [before.attributes.default, after.attributes.default];
  return was !== is && [was, is].every((value) => typeof value === 'string' && literal.test(value));
}
