import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { keptSchema } from '../../database/own-schema.js';
import { DatabaseError, messageOf } from '../../errors.js';
import { findClientProgram, type ClientProgram, type ProgramName } from './client-programs.js';
import { dumpEnvironment, type DumpSource } from './dump-environment.js';
import { ProgramFailed, readOutput } from './program-output.js';
import { SnapshotError } from './snapshot-error.js';
import { damaged, type SnapshotFile } from './snapshot-file.js';

export interface ScriptOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * Finds what turns a snapshot into SQL, before anything is started.
 * @throws SnapshotError when the program is missing, or older than the snapshot
 */
export async function openFile(
  file: SnapshotFile,
  { env, signal }: ScriptOptions,
): Promise<AsyncIterable<Buffer>> {
  if (file.form === 'SQL') return createReadStream(file.path, { signal });
  if (file.form === 'SQL, gzip') return unzipped(file, signal);
  const { path } = await ensureProgram('pg_restore', file.restoredBy, env);
  const output = readOutput({ path, args: ['--file=-', file.path], env: { ...env, LC_ALL: 'C' }, signal });
  return explained(output, (reason) => damaged(file.path, `pg_restore reports: ${reason}`));
}

async function* unzipped({ path }: SnapshotFile, signal: AbortSignal): AsyncGenerator<Buffer> {
  const unzip = createGunzip();
  // The error reaches the reader through the last stream.
  pipeline(createReadStream(path, { signal }), unzip, () => undefined);
  try {
    for await (const chunk of unzip) yield chunk as Buffer;
  } catch (cause) {
    throw signal.aborted ? cause : damaged(path, `gzip reports: ${messageOf(cause)}`, cause);
  }
}

/** A server to dump, and its major version. */
export interface DumpedServer extends DumpSource {
  readonly major: number;
  readonly label: string;
}

/**
 * Dumps a database as SQL.
 * @throws SnapshotError when there is no pg_dump of its version or a later one
 */
export async function openDump(
  server: DumpedServer,
  { env, signal }: ScriptOptions,
): Promise<AsyncIterable<Buffer>> {
  const { path } = await ensureProgram('pg_dump', server.major, env);
  const args = ['--format=plain', '--encoding=UTF8', `--exclude-schema=${keptSchema}`, '--no-password'];
  const output = readOutput({ path, args, env: dumpEnvironment(server, env), signal });
  return explained(
    output,
    (reason) =>
      new DatabaseError(`${server.label} cannot be dumped: ${reason}`, {
        remedy: 'The role must be able to read every table: a member of pg_read_all_data, or the owner.',
      }),
  );
}

async function* explained(
  output: AsyncIterable<Buffer>,
  explain: (reason: string) => Error,
): AsyncGenerator<Buffer> {
  try {
    yield* output;
  } catch (error) {
    throw error instanceof ProgramFailed ? explain(error.message) : error;
  }
}

async function ensureProgram(
  name: ProgramName,
  oldest: number,
  env: NodeJS.ProcessEnv,
): Promise<ClientProgram> {
  const program = await findClientProgram(name, env);
  if (program && program.major >= oldest) return program;
  const found = program
    ? `the newest one found is ${program.path} of PostgreSQL ${program.major}`
    : 'none was found';
  throw new SnapshotError(`${name} of PostgreSQL ${oldest} or later is needed, and ${found}`, {
    remedy:
      `Install the client programs (Debian: postgresql-client-${oldest} of apt.postgresql.org; macOS: brew install libpq; ` +
      `others: postgresql.org/download), or give a dump in plain SQL, which needs no program.`,
  });
}
