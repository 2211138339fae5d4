const hour = 3_600_000;
export const day = 24 * hour;

/** Everything happens in the three years before 15 January 2026, the day that the development seeds suppose. */
export const end = Date.UTC(2026, 0, 15);
export const start = Date.UTC(2023, 0, 15);

let cachedDay = Number.NaN;
let cachedText = '';
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** A moment in milliseconds since 1970 as PostgreSQL reads it, to the second; times of one day in a row are cheap. */
export function timeText(moment: number): string {
  const days = Math.floor(moment / day);
  if (days !== cachedDay) {
    cachedDay = days;
    cachedText = new Date(days * day).toISOString().slice(0, 10);
  }
  const seconds = Math.floor((moment - days * day) / 1000);
  const hours = twoDigits[Math.floor(seconds / 3600)] ?? '';
  const minutes = twoDigits[Math.floor(seconds / 60) % 60] ?? '';
  return `${cachedText} ${hours}:${minutes}:${twoDigits[seconds % 60] ?? ''}Z`;
}

/** The moment at a share of the three years. */
export function momentAt(share: number): number {
  return start + share * (end - start);
}
