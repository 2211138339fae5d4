import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config, type Flags } from '../../../../src/config/config.js';
import { uninterruptible } from '../../../../src/database/interruption.js';
import type { Database } from '../../../../src/database/session.js';
import { up, type RunOptions } from '../../../../src/run/run-migrations.js';
import type { VerifyReport } from '../../../../src/verify/verify-report.js';

/** Creates a folder with these migrations, which Jest's hooks remove, and its configuration. */
export async function makeProject(
  migrations: Readonly<Record<string, string>>,
  flags: Flags = {},
): Promise<Config> {
  const cwd = await mkdtemp(join(tmpdir(), 'roundtrip-verify-'));
  folders.push(cwd);
  await mkdir(join(cwd, 'migrations'));
  for (const [name, text] of Object.entries(migrations)) await writeFile(join(cwd, 'migrations', name), text);
  return readConfig({ flags: { embedded: true, ...flags }, env: {}, cwd });
}

const folders: string[] = [];

export async function removeProjects(): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}

/** Applies all migrations as `roundtrip up` does. */
export async function applyAll(
  database: Database,
  config: Config,
  history: RunOptions['history'] = 'on',
): Promise<void> {
  const observer = { started: nothing, finished: nothing };
  const options = {
    database,
    config,
    signal: uninterruptible,
    observer,
    history,
    mode: 'run',
  } as const;
  await up({ kind: 'all' }, options);
}

function nothing(): void {
  // These tests need no progress messages.
}

/** Findings in the form `extra table public.stray`. */
export function findingsOf({ findings }: VerifyReport): readonly string[] {
  return findings.map(({ change, kind, name }) => `${change} ${kind} ${name}`);
}
