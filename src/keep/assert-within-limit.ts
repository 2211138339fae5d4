import { RefusedError } from '../errors.js';
import { formatBytes } from '../config/size.js';
import type { KeptTable } from './kept-entry.js';

/** @throws RefusedError when the copies are larger than the limit */
export function assertWithinLimit(
  copies: readonly Pick<KeptTable, 'schema' | 'name' | 'bytes' | 'how'>[],
  limit: number,
): void {
  const copied = copies.filter(({ how }) => how === 'copied');
  const bytes = copied.reduce((sum, copy) => sum + copy.bytes, 0);
  if (bytes <= limit) return;
  const largest = [...copied].sort((a, b) => b.bytes - a.bytes).slice(0, 3);
  const names = largest.map((copy) => `${copy.schema}.${copy.name} (${formatBytes(copy.bytes)})`).join(', ');
  throw new RefusedError(
    `keeping the data would copy at least ${formatBytes(bytes)}, and the limit is ${formatBytes(limit)}: ${names}`,
    {
      remedy:
        'Nothing was changed. The copy is made while the tables are locked; --plan shows how long that takes. To allow ' +
        `it: --keep-limit ${Math.ceil(bytes / 2 ** 20)}MB. To save the data elsewhere: down --backup FILE, or a dump.`,
    },
  );
}
