import { splitName } from '../../model/list-syntax.js';

/** Start of the digest that replaces a secret value, from which the value cannot be restored. */
const secret = '(secret ';

export const secretIsGone = 'an option holds a secret, which is never read';

/** Returns the OPTIONS clause of CREATE, or `undefined` where it would contain a secret. */
export function createOptions(options: readonly string[]): string | undefined {
  if (options.some((option) => splitName(option)[1].startsWith(secret))) return undefined;
  return options.length === 0 ? '' : ` OPTIONS (${options.join(', ')})`;
}

/** Returns the OPTIONS clause of ALTER, or `undefined` where it would set a secret. */
export function alterOptions(from: readonly string[], to: readonly string[]): string | undefined {
  const before = new Map(from.map(splitName));
  const after = new Map(to.map(splitName));
  const changed = [...after].filter(([name, value]) => before.get(name) !== value);
  if (changed.some(([, value]) => value.startsWith(secret))) return undefined;
  const actions = [
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `DROP ${name}`),
    ...changed.map(([name, value]) => `${before.has(name) ? 'SET' : 'ADD'} ${name} ${value}`),
  ];
  return actions.length === 0 ? '' : ` OPTIONS (${actions.join(', ')})`;
}
