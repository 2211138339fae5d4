import { timestampOf } from '../migrations/migration-file.js';

/** A way to number migrations. */
interface Numbering {
  readonly applies: (digits: string) => boolean;
  /** The digits for a moment; `undefined` where they do not depend on the time. */
  readonly digitsAt: (milliseconds: number) => string | undefined;
}

/** The first that applies to a number is the way in which it was made. */
const numberings: readonly Numbering[] = [
  // The formats "utc" and "timestamp" of node-pg-migrate.
  { applies: isDateOf(17), digitsAt: (now) => dateDigits(now) },
  { applies: (digits) => digits.length === 13, digitsAt: String },
  // Dates without milliseconds and seconds since 1970, as other tools write them.
  { applies: isDateOf(14), digitsAt: (now) => dateDigits(now).slice(0, 14) },
  { applies: (digits) => digits.length === 10, digitsAt: (now) => String(Math.floor(now / 1000)) },
  { applies: () => true, digitsAt: () => undefined },
];

/**
 * Numbers that follow `last`, in ascending order, made in the same way: times not before `now`, or the next numbers with
 * as many digits.
 */
export function freshNumbers(last: string, count: number, now: number): readonly string[] {
  const numbering = numberings.find(({ applies }) => applies(last));
  const numbers: string[] = [];
  let before = last;
  for (let index = 0; index < count; index += 1) {
    const fresh = numbering?.digitsAt(now);
    before = fresh !== undefined && timestampOf(fresh) > timestampOf(before) ? fresh : successor(before);
    numbers.push(before);
  }
  return numbers;
}

/** Seventeen digits are a date, whose successor is one millisecond later. */
function successor(digits: string): string {
  if (isDateOf(17)(digits)) return dateDigits(timestampOf(digits) + 1);
  return String(BigInt(digits) + 1n).padStart(digits.length, '0');
}

/** `20261128113000123` */
function dateDigits(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\D/g, '');
}

function isDateOf(length: 14 | 17): (digits: string) => boolean {
  return (digits) => {
    if (digits.length !== length) return false;
    return !Number.isNaN(timestampOf(digits.padEnd(17, '0')));
  };
}
