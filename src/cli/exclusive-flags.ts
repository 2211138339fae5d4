import { UsageError } from '../errors.js';

/** @throws UsageError when `flag` is given together with one of the others; an absent flag is `undefined` */
export function assertExclusive(flag: string, flags: Readonly<Record<string, unknown>>): void {
  if (flags[flag] === undefined) return;
  const other = Object.keys(flags).find((name) => name !== flag && flags[name] !== undefined);
  if (other === undefined) return;
  throw new UsageError(`${other} and ${flag} exclude each other`, { remedy: 'Give only one of them.' });
}
