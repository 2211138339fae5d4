import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { hasCode, messageOf, UsageError } from '../errors.js';
import type { Mistakes } from './mistakes.js';
import { projectShape, type ProjectSettings } from './project-shape.js';

/** Name of the file, in the project's folder. */
export const projectFileName = 'roundtrip.json';

/** File with the settings of a project. */
export type ProjectSource = typeof projectFileName | 'package.json';

export interface ProjectFile {
  readonly settings: ProjectSettings;
  /** `undefined` where there are no settings. */
  readonly source: ProjectSource | undefined;
}

/**
 * Reads the settings of the project: `roundtrip.json`, or the key `roundtrip` of `package.json`. Collects a
 * mistake for everything in them that is wrong.
 */
export async function readProjectFile(directory: string, mistakes: Mistakes): Promise<ProjectFile> {
  const own = await readJsonFile(directory, projectFileName, mistakes);
  const inPackage = await packageSettings(directory);
  mistakes.collect(() => {
    assertSingleFile(own, inPackage);
  });
  const source = own === undefined ? 'package.json' : projectFileName;
  const content = own ?? inPackage;
  if (content === undefined) return { settings: {}, source: undefined };
  const settings = projectShape.read({ value: content, path: '' }, (mistake) => {
    mistakes.note(
      mistaken(`${source === projectFileName ? source : `"roundtrip" in ${source}`}: ${mistake}`),
    );
  });
  return { settings: settings ?? {}, source };
}

function assertSingleFile(own: unknown, inPackage: unknown): void {
  if (own === undefined || inPackage === undefined || isDeepStrictEqual(own, inPackage)) return;
  throw new UsageError(
    `${projectFileName} and the key "roundtrip" of package.json both exist, with different settings`,
    { remedy: `Keep only one of them: move all settings into ${projectFileName}, or into package.json.` },
  );
}

async function readJsonFile(directory: string, name: string, mistakes: Mistakes): Promise<unknown> {
  try {
    const content = await readIfThere(join(directory, name));
    return content === undefined ? undefined : parseJson(content, name);
  } catch (error) {
    mistakes.note(error);
    return undefined;
  }
}

/** Ignores a missing or invalid package.json. */
async function packageSettings(directory: string): Promise<unknown> {
  try {
    const content: unknown = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
    return typeof content === 'object' && content !== null && 'roundtrip' in content
      ? content.roundtrip
      : undefined;
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw new UsageError(`${projectFileName} cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

function parseJson(content: string, name: string): unknown {
  try {
    // Some editors begin a file with a byte order mark.
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new UsageError(`${name} is not valid JSON: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  return messageOf(cause);
}

function mistaken(message: string): UsageError {
  return new UsageError(message, { remedy: 'docs/configuration.md describes every setting.' });
}
