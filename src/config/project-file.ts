import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import type { Mistakes } from './mistakes.js';

/** Name of the file, in the project's folder. */
export const projectFileName = 'roundtrip.json';

/** What `roundtrip.json` says: settings of a project that no run of a command should forget. */
export interface ProjectFile {
  readonly verify: VerifySettings;
}

export interface VerifySettings {
  /** What others than the migrations manage, and `verify` leaves out. */
  readonly ignore: readonly IgnoreSetting[];
  /** Other projects that migrate the same database. */
  readonly others: readonly OtherSetting[];
}

export interface OtherSetting {
  /** Its migrations table, as the report has the name: `billing.pgmigrations`. */
  readonly table: string;
  /** What it manages: a kind of object and a name in which `*` stands for anything. */
  readonly owns: readonly string[];
}

export interface IgnoreSetting {
  /** A kind of object, such as `table`, or `*` for all. */
  readonly kind: string;
  /** A name in which `*` stands for anything. */
  readonly name: string;
  readonly reason: string;
}

const nothing: ProjectFile = { verify: { ignore: [], others: [] } };

/** Reads `roundtrip.json`, which may be missing; collects a mistake for everything in it that is wrong. */
export async function readProjectFile(directory: string, mistakes: Mistakes): Promise<ProjectFile> {
  const text = await readIfThere(join(directory, projectFileName));
  if (text === undefined) return nothing;
  const content = mistakes.collect(() => parseJson(text));
  return content === undefined ? nothing : projectFileOf({ value: content, path: '' }, mistakes);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${projectFileName} cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${projectFileName} is not valid JSON: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** A value together with its place, such as `verify.ignore[0]`; the file itself has an empty one. */
interface Place {
  readonly value: unknown;
  readonly path: string;
}

function projectFileOf(place: Place, mistakes: Mistakes): ProjectFile {
  const { verify } = fieldsOf(place, ['verify'], mistakes);
  return verify ? { verify: verifyOf(verify, mistakes) } : nothing;
}

function verifyOf(place: Place, mistakes: Mistakes): VerifySettings {
  const { ignore, others } = fieldsOf(place, ['ignore', 'others'], mistakes);
  return {
    ignore: ignore ? listOf(ignore, mistakes).map((one) => ignoreOf(one, mistakes)) : [],
    others: others ? listOf(others, mistakes).map((one) => otherOf(one, mistakes)) : [],
  };
}

function otherOf(place: Place, mistakes: Mistakes): OtherSetting {
  const { table, owns } = fieldsOf(place, ['table', 'owns'], mistakes);
  const patterns = owns ? listOf(owns, mistakes) : [];
  return {
    table: textOf(table, { path: at(place, 'table'), mistakes }),
    owns: patterns.map((one) => textOf(one, { path: one.path, mistakes })),
  };
}

function ignoreOf(place: Place, mistakes: Mistakes): IgnoreSetting {
  const fields = fieldsOf(place, ['kind', 'name', 'reason'], mistakes);
  const text = (key: keyof IgnoreSetting) => textOf(fields[key], { path: at(place, key), mistakes });
  return { kind: text('kind'), name: text('name'), reason: text('reason') };
}

/** The fields of an object by their names; those that are none of `known` are mistakes. */
function fieldsOf<K extends string>(
  { value, path }: Place,
  known: readonly K[],
  mistakes: Mistakes,
): Partial<Record<K, Place>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    wrong(`${path === '' ? 'its content' : path} must be an object`, mistakes);
    return {};
  }
  const entries = Object.entries(value);
  for (const [key] of entries) {
    if (!known.some((one) => one === key))
      wrong(`unknown key ${at({ path }, key)}; known here: ${known.join(', ')}`, mistakes);
  }
  return Object.fromEntries(
    entries.map(([key, inner]): [string, Place] => [key, { value: inner, path: at({ path }, key) }]),
  ) as Partial<Record<K, Place>>;
}

function listOf({ value, path }: Place, mistakes: Mistakes): readonly Place[] {
  if (Array.isArray(value))
    return value.map((item: unknown, index) => ({ value: item, path: `${path}[${index}]` }));
  wrong(`${path} must be a list`, mistakes);
  return [];
}

function textOf(
  place: Place | undefined,
  { path, mistakes }: { readonly path: string; readonly mistakes: Mistakes },
): string {
  if (place === undefined) wrong(`${path} is missing`, mistakes);
  else if (typeof place.value !== 'string' || place.value.trim() === '')
    wrong(`${path} must be a text that is not empty`, mistakes);
  else return place.value;
  return '';
}

function at({ path }: Pick<Place, 'path'>, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function wrong(message: string, mistakes: Mistakes): void {
  mistakes.collect(() => {
    throw new UsageError(`${projectFileName}: ${message}`, {
      remedy: 'docs/verify.md describes roundtrip.json.',
    });
  });
}
