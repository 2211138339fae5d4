import { UsageError } from '../errors.js';

const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** `812 bytes`, `4.2 kB`, `1.5 GB`, in steps of 1024 as PostgreSQL's pg_size_pretty. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit] ?? 'TB'}`;
}

const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
};

/** The form of a size: `500MB`, `1.5 GB`; a bare number is bytes. JSON Schema has no flag for upper and lower case. */
export const sizeForm = /^(\d+(?:\.\d+)?)\s*([kKmMgGtT]?[bB])?$/;

/** @throws UsageError when the text is not a size */
export function parseSize(text: string, flag: string): number {
  const [, number = '', unit = ''] = sizeForm.exec(text.trim()) ?? [];
  if (number !== '') return Math.floor(Number(number) * (factors[unit.toLowerCase()] ?? 1));
  throw new UsageError(`${flag} ${text} is not a valid size`, {
    remedy: `For example ${flag} 500MB or ${flag} 2GB; units are kB, MB, GB and TB.`,
  });
}
