import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = new URL('../', import.meta.url);

export const roundtrip = fileURLToPath(new URL('dist/cli/main.js', root));

export const nodePgMigrate = fileURLToPath(
  new URL('node_modules/node-pg-migrate/bin/node-pg-migrate.js', root),
);

export interface Place {
  readonly cwd: string;
  readonly url: string;
}

/**
 * Runs a JavaScript program to its end, in an environment that names one database.
 * @throws when it fails, with its output
 */
export function runNode(argv: readonly string[], place: Place): Promise<void> {
  return runProgram(process.execPath, argv, place);
}

/** Runs any program in the same way. */
export async function runProgram(file: string, args: readonly string[], { cwd, url }: Place): Promise<void> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: url };
  await promisify(execFile)(file, args, { cwd, env, maxBuffer: 64 << 20 });
}
