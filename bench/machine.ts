import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** Describes the machine of a measurement, on one line. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model}), ${memory} GB, ${type()} ${release()}, Node ${process.versions.node}`;
}

/** Version of a package that is installed in the `node_modules` of a folder. */
export async function versionOf(name: string, folder: URL): Promise<string> {
  const file = new URL(`node_modules/${name}/package.json`, folder);
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}
