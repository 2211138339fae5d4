import { readFileSync } from 'node:fs';

/** Returns the version from this package's package.json. */
export function readToolVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
