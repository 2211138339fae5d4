import type { Structure } from './read-structure.js';

/** A value that the type of a column, or its NOT NULL constraint, rejects. */
export interface RejectedRows {
  readonly table: string;
  readonly column: string;
  readonly value: unknown;
  /** SQLSTATE: not_null_violation, string_data_right_truncation or invalid_text_representation. */
  readonly code: '23502' | '22001' | '22P02';
}

/** Null in a required column, a text that is one character too long, or an unknown value of an enum. */
export function misfitsOf({ columns, enums }: Structure): readonly RejectedRows[] {
  return columns.flatMap((column): readonly RejectedRows[] => {
    const place = { table: String(column.table), column: String(column.name) };
    const type = String(column.type);
    const limit = limitOf(type);
    return [
      ...(column.not_null ? [{ ...place, value: null, code: '23502' } as const] : []),
      ...(limit === undefined ? [] : [{ ...place, value: 'x'.repeat(limit + 1), code: '22001' } as const]),
      ...(type in enums ? [{ ...place, value: 'no such value', code: '22P02' } as const] : []),
      ...(isArrayOf(enums, type) ? [{ ...place, value: ['no such value'], code: '22P02' } as const] : []),
    ];
  });
}

function isArrayOf(enums: Structure['enums'], type: string): boolean {
  return type.endsWith('[]') && type.slice(0, -2) in enums;
}

/** Returns 100 for `character varying(100)`. */
function limitOf(type: string): number | undefined {
  const [, limit] = /^character varying\((\d+)\)$/.exec(type) ?? [];
  return limit === undefined ? undefined : Number(limit);
}
