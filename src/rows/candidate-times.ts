import type { Constants } from './constants.js';

const day = 86_400_000;

/** Dates in the distant past, the recent past, and the distant future: for ages, starts and expiries. */
const typical = [
  '1985-06-15',
  '1990-07-16',
  '2001-08-17',
  '2020-02-03',
  '2030-04-05',
  '2098-06-07',
  '2099-08-09',
];

/** Dates around those of the conditions, as `2021-03-04`, and other dates in both directions. */
export function candidateDates({ strings }: Constants): readonly string[] {
  const given = strings.flatMap((text) => parseTime(text) ?? []);
  const sorted = [...given].sort((a, b) => a - b);
  const middles = sorted.slice(1).map((time, index) => (time + (sorted[index] ?? time)) / 2);
  const near = sorted.flatMap((time) => [time, time + day, time - day, time + 2 * day]);
  return [...[...near, ...middles].map((time) => new Date(time).toISOString().slice(0, 10)), ...typical];
}

/** The same dates with a time of day. */
export function candidateTimestamps(constants: Constants): readonly string[] {
  const dates = candidateDates(constants);
  return [...dates.map((date) => `${date} 10:20:30.123456`), ...dates.map((date) => `${date} 00:00:00`)];
}

function parseTime(text: string): number | undefined {
  const [, date] = /^(\d{4}-\d\d-\d\d)(?:[ T]|$)/.exec(text) ?? [];
  const time = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time;
}
