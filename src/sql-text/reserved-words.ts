import { keywordKind } from './parser.js';

/**
 * A name as `quote_ident` prints it: between double quotes unless it is in lower case and no keyword, or one that
 * is not reserved (`src/backend/utils/adt/ruleutils.c`, quote_identifier).
 */
export function quoteWhereNeeded(name: string): string {
  const known = printed.get(name);
  if (known !== undefined) return known;
  const isPlain = /^[a-z_][a-z0-9_]*$/.test(name) && /^(NO|UNRESERVED)_KEYWORD$/.test(keywordKind(name));
  const text = isPlain ? name : `"${name.replaceAll('"', '""')}"`;
  if (printed.size < mostPrinted) printed.set(name, text);
  return text;
}

const printed = new Map<string, string>();
const mostPrinted = 10_000;

/** A relation as the reports name it: `public.users`, `public."Order"`. */
export function printQualified(schema: string, name: string): string {
  return `${quoteWhereNeeded(schema)}.${quoteWhereNeeded(name)}`;
}
