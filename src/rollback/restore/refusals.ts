import { catalogText } from '../../database/text-conversion.js';
import type { Done, ApplyContext } from './apply.js';
import { isServerError } from './server-error.js';
import type { Staged } from './staging-tables.js';

/** The reason why a line was left out. */
export interface Reason {
  readonly message: string;
  readonly sqlState: string | null;
}

/** Lines of one table that were left out. */
export interface Refusals {
  /** By line number. */
  readonly lines: ReadonlyMap<string, Reason>;
  /** Lines that were rejected together, for one reason. */
  readonly together: readonly (Reason & { readonly rows: number })[];
}

/** The result of restoring one table. */
export interface PutBack extends Done {
  readonly refusals: Refusals;
}

export type PutBacks = ReadonlyMap<Staged, PutBack>;

export const noRefusals: Refusals = { lines: new Map(), together: [] };

export function joinRefusals(all: readonly Refusals[]): Refusals {
  return {
    lines: new Map(all.flatMap(({ lines }) => [...lines])),
    together: all.flatMap(({ together }) => together),
  };
}

export function reasonOf(error: Error): Reason {
  return { message: error.message, sqlState: isServerError(error) ? error.code : null };
}

interface Chosen {
  /** Selects among the lines that are to be restored. */
  readonly where?: string;
  /** A further condition, evaluated only for the selected lines: it may raise errors for others. */
  readonly check?: string;
  readonly values?: readonly unknown[];
}

/**
 * Leaves lines out.
 * @returns their numbers
 */
export async function rejectRows(
  { session }: ApplyContext,
  { outcomes, lines }: Staged,
  { where = 'true', check = 'true', values = [] }: Chosen,
): Promise<readonly string[]> {
  const { rows } = await session.query<{ n: string }>(
    `UPDATE ${outcomes} AS f SET outcome = 'refused' FROM ${lines} AS l
     WHERE l.n = f.n AND f.outcome IN ('insert', 'update') AND ${where}
       AND CASE WHEN f.outcome IN ('insert', 'update') THEN ${check} END RETURNING ${catalogText('f.n')} AS n`,
    values,
  );
  return rows.map(({ n }) => n);
}
