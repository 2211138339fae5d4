import { UsageError } from '../errors.js';

/**
 * Finds the one migration that a user means: by its whole name, its file name, its number, or the
 * part behind the number, as long as that is unique.
 * @throws UsageError when it is none or several
 */
export function findByName<T extends { readonly name: string }>(migrations: readonly T[], wanted: string): T {
  const name = wanted.replace(/^.*[\\/]/, '').replace(/\.((up|down)\.sql|sql|[mc]?[tj]s)$/, '');
  const exact = migrations.filter((one) => one.name === name);
  const matches = exact.length > 0 ? exact : migrations.filter((one) => isShortFor(name, one.name));
  const [match, another] = matches;
  if (match && !another) return match;
  if (!match)
    throw new UsageError(`there is no migration ${wanted}`, { remedy: 'roundtrip status lists them.' });
  throw new UsageError(`${wanted} is ambiguous: ${matches.map((one) => one.name).join(' or ')}`, {
    remedy: 'Give the full name with its number.',
  });
}

function isShortFor(wanted: string, name: string): boolean {
  const [, number, words] = /^(\d+)[_-]?(.*)$/.exec(name) ?? [];
  return wanted === number || wanted === words;
}
