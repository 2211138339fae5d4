import { config as readDotenv } from 'dotenv';
import { createRequire } from 'node:module';
import { join } from 'node:path';

type Values = Record<string, string>;

/**
 * Reads `.env` into the environment. Where the project has dotenv-expand, that expands the values, as it does
 * for node-pg-migrate; else only `${NAME}` is expanded, since a lone `$` may be part of a password.
 */
export function readEnvFile(directory: string, env: NodeJS.ProcessEnv): void {
  const before = { ...env };
  const read = readDotenv({ path: join(directory, '.env'), processEnv: env, quiet: true });
  if (!read.parsed) return;
  const expand = expandOf(directory);
  if (expand) expand(read);
  else Object.assign(env, expandedValues(read.parsed, before));
}

/** Returns the `dotenv-expand` that node-pg-migrate would find, too. */
function expandOf(directory: string): ((read: object) => unknown) | undefined {
  try {
    const require = createRequire(join(directory, 'package.json'));
    return (require('dotenv-expand') as { expand?: (read: object) => unknown }).expand;
  } catch {
    return undefined;
  }
}

/** Variables of the environment take precedence over those of `.env`. */
export function expandedValues(parsed: Readonly<Values>, before: NodeJS.ProcessEnv): Values {
  const valueOf = (name: string, outer: readonly string[]): string | undefined => {
    if (before[name] !== undefined) return before[name];
    const text = outer.includes(name) ? undefined : parsed[name];
    return text?.replace(/\$\{(\w+)\}/g, (whole, inner: string) => valueOf(inner, [...outer, name]) ?? whole);
  };
  return Object.fromEntries(Object.keys(parsed).map((name) => [name, valueOf(name, []) ?? '']));
}
