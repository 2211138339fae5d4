import type { Difference } from '../model/diff.js';

/** Hint for a default that is the time at which a migration ran. */
export const frozenClock =
  "its default is the time at which the migration ran, because 'now()' in quotes is evaluated only once; " +
  "write pgm.func('now()'), or DEFAULT now() without quotes";

/** Fractions of a second are hardly ever written by hand. */
const moment = /^'(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{3,}[^']*'::time/u;

/** Whether a default is a timestamp on both sides, with different values. */
export function isOfTheClock(difference: Difference): boolean {
  return isOfBoth(difference, moment);
}

const dateOrTime = /^'[\d:. +-]+'::(?:date|time)/u;

/**
 * Like `isOfTheClock`, for two runs of one up between which nobody changed the literal: matches any date or
 * time.
 */
export function isOfTheClockEachRun(difference: Difference): boolean {
  return isOfBoth(difference, dateOrTime);
}

function isOfBoth({ change, before, after }: Difference, literal: RegExp): boolean {
  if (change !== 'changed') return false;
  const [was, is] = [before.attributes.default, after.attributes.default];
  return was !== is && [was, is].every((value) => typeof value === 'string' && literal.test(value));
}
