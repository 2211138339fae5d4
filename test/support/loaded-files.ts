import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram, type CommandOptions, type CommandResult } from './run-command.js';

/** A completed run of a JavaScript program, with the files that it imported or required. */
export interface Loading extends CommandResult {
  /** URLs, sorted. */
  readonly files: readonly string[];
}

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/** Runs a program, and lists the files that it loaded by V8's code coverage. */
export async function runAndListFiles(argv: readonly string[], options: CommandOptions): Promise<Loading> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-loaded-'));
  try {
    const env = { ...options.env, NODE_V8_COVERAGE: folder };
    const result = await startProgram(argv, { ...options, env }).finished;
    return { ...result, files: await filesIn(folder) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const urls = new Set<string>();
  for (const name of await readdir(folder)) {
    const { result } = JSON.parse(await readFile(join(folder, name), 'utf8')) as Coverage;
    for (const { url } of result) if (url.startsWith('file:')) urls.add(url);
  }
  return [...urls].sort();
}

/** Returns the names of the packages that files belong to, sorted. */
export function packagesOf(files: readonly string[]): readonly string[] {
  const names = files.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  return [...new Set(names)].sort();
}
