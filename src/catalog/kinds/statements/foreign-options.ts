import { splitName } from '../../model/list-syntax.js';

/** A digest in place of the value of a secret, which nobody can restore from it. */
const secret = '(secret ';

export const secretIsGone = 'an option holds a secret, which is never read';

/** The OPTIONS clause of CREATE, or `undefined` when a secret is among them. */
export function createOptions(options: readonly string[]): string | undefined {
  if (options.some((option) => splitName(option)[1].startsWith(secret))) return undefined;
  return options.length === 0 ? '' : ` OPTIONS (${options.join(', ')})`;
}

/** The OPTIONS clause of ALTER, or `undefined` when a secret would have to be set. */
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
