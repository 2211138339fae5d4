import { readFileSync } from 'node:fs';

/** Version of this package, as its package.json says. */
export function readToolVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
