import { fileURLToPath } from 'node:url';
import { startProgram } from '../test/support/run-command.js';

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
 * @throws when it fails, with what it printed
 */
export async function runNode(argv: readonly string[], { cwd, url }: Place): Promise<void> {
  const env = { DATABASE_URL: url, DATABASE_URL_UNPOOLED: url };
  const { code, stdout, stderr } = await startProgram(argv, { cwd, env }).finished;
  if (code !== 0) throw new Error(`${argv.join(' ')} exits with ${code ?? 'a signal'}:\n${stdout}${stderr}`);
}
