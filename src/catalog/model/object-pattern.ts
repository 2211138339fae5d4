import { kindNames } from './kind-traits.js';
import type { Kind, ObjectKey } from './object.js';

/** A pattern for objects by kind and name: `table public.orders`, `index public.*`, `*`. */
export interface ObjectPattern {
  readonly text: string;
  matches(object: ObjectKey): boolean;
}

/** Returns `undefined` where the text does not start with a kind, or has no name after it. */
export function parseObjectPattern(text: string): ObjectPattern | undefined {
  if (text.trim() === '*') return { text: '*', matches: () => true };
  const parts = splitPattern<Kind | '*'>(text, ['*', ...kindNames()]);
  if (!parts) return undefined;
  const matchesName = nameMatcher(parts.name);
  return {
    text: `${parts.kind} ${parts.name}`,
    matches: ({ kind, name }) => (parts.kind === '*' || parts.kind === kind) && matchesName(name),
  };
}

/** Names of kinds contain spaces, and some are prefixes of others: the longest match wins. */
export function splitPattern<K extends string>(
  pattern: string,
  allKinds: readonly K[],
): { readonly kind: K; readonly name: string } | undefined {
  const text = pattern.trim();
  const fitting = allKinds.filter((kind) => text.startsWith(`${kind} `));
  const kind = fitting.sort((a, b) => b.length - a.length)[0];
  const name = kind === undefined ? '' : text.slice(kind.length).trim();
  return kind === undefined || name === '' ? undefined : { kind, name };
}

/** `*` matches any characters, including none. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const [first = '', ...rest] = pattern.split('*');
  return (name) => {
    const last = rest.at(-1);
    if (last === undefined) return name === pattern;
    if (!name.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest.slice(0, -1)) {
      const found = name.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return name.length - last.length >= at && name.endsWith(last);
  };
}
