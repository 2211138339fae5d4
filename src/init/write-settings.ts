import { access, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { projectFileName } from '../config/project-file.js';
import { RefusedError } from '../errors.js';

const schemaInPackage = 'node_modules/pg-roundtrip/roundtrip.schema.json';

export interface WriteOptions {
  readonly directory: string;
  readonly settings: object;
}

/**
 * Creates `roundtrip.json` and returns its content.
 * @throws RefusedError when the file exists; it is not changed
 */
export async function writeSettings({ directory, settings }: WriteOptions): Promise<object> {
  const content = { $schema: await schemaPath(directory), ...settings };
  try {
    const text = `${JSON.stringify(content, null, 2)}\n`;
    await writeFile(join(directory, projectFileName), text, { flag: 'wx' });
    return content;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw refusal(projectFileName);
  }
}

export function refusal(where: string): RefusedError {
  return new RefusedError(`settings already exist in ${where}; nothing was written`, {
    remedy: 'roundtrip doctor checks them.',
  });
}

/** In a workspace the package may be installed above the project. */
async function schemaPath(directory: string): Promise<string> {
  for (let folder = directory; ; folder = dirname(folder)) {
    const path = join(folder, schemaInPackage);
    if (await exists(path)) return pathFrom(directory, path);
    if (dirname(folder) === folder) return `./${schemaInPackage}`;
  }
}

function pathFrom(directory: string, path: string): string {
  const from = relative(directory, path).replaceAll('\\', '/');
  return from.startsWith('.') ? from : `./${from}`;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
