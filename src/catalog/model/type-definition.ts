import { splitList } from './list-syntax.js';

/** A type with several parts, as `definition` contains it: `enum (sad, ok)`. */
export interface TypeDefinition {
  readonly variety: string;
  readonly parts: readonly string[];
}

export function renderTypeDefinition({ variety, parts }: TypeDefinition): string {
  return `${variety} (${parts.join(', ')})`;
}

/** Parses what `renderTypeDefinition` returns; a definition without parentheses has no parts. */
export function parseTypeDefinition(definition: string): TypeDefinition {
  const open = definition.indexOf(' (');
  if (open < 0) return { variety: definition, parts: [] };
  return { variety: definition.slice(0, open), parts: splitList(definition.slice(open + 2, -1)) };
}

/** Renders an enum label: without quotes where that is unambiguous, otherwise as an SQL literal. */
export function renderLabel(label: string): string {
  return /^[^\s,()'"]+( [^\s,()'"]+)*$/u.test(label) ? label : `'${label.replaceAll("'", "''")}'`;
}

export function parseLabel(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}
