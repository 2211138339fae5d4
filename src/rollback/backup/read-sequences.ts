import type { Destroyed } from '../../catalog/data/destroyed-data.js';
import { quoteQualified } from '../../database/quote.js';
import type { Session } from '../../database/session.js';
import { catalogText } from '../../database/text-conversion.js';
import type { SavedSequence } from './manifest.js';

/** Reads the positions of the sequences among the losses. */
export async function readSequences(
  session: Session,
  losses: readonly Destroyed[],
): Promise<readonly SavedSequence[]> {
  const saved: SavedSequence[] = [];
  for (const { schema, name, kind } of losses.map(({ relation }) => relation)) {
    if (kind !== 'sequence') continue;
    const { rows } = await session.query<Pick<SavedSequence, 'lastValue' | 'isCalled'>>(
      `SELECT ${catalogText('s.last_value')} AS "lastValue", s.is_called AS "isCalled" FROM ${quoteQualified(schema, name)} AS s`,
    );
    saved.push(...rows.map((row) => ({ schema, name, ...row })));
  }
  return saved;
}
