import type { Jiti } from 'jiti';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { MigrationFileError, RoundtripError } from '../errors.js';
import { errorOf } from './thrown.js';
import { UnawaitedFailure, UserCode } from './user-code.js';

export interface ModuleLoaderOptions {
  /** Folder that relative messages and TypeScript path aliases start from. */
  readonly directory: string;
  /** Option of node-pg-migrate: `true` or a path to a tsconfig with `paths`. */
  readonly tsconfigPaths?: boolean | string | undefined;
}

/** Loads a file, or a text as if the file held it. */
export type ModuleLoader = (path: string, text?: string) => Promise<Record<string, unknown>>;

/**
 * Loads TypeScript and JavaScript files of any module kind, as node-pg-migrate does (by jiti). A file that was
 * edited is loaded again.
 * @throws MigrationFileError naming file, line and reason when a file cannot be loaded
 */
export function createModuleLoader({ directory, tsconfigPaths }: ModuleLoaderOptions): ModuleLoader {
  let starting: Promise<Jiti> | undefined;
  return async (path, text) => {
    const jiti = await (starting ??= startJiti({ directory, tsconfigPaths }));
    try {
      const code = new UserCode({ paths: [path] });
      return await code.run(() => (text === undefined ? load(jiti, path) : evaluate(jiti, path, text)));
    } catch (thrown) {
      if (thrown instanceof RoundtripError) throw thrown;
      throw unloadable(
        relative(directory, path),
        thrown instanceof UnawaitedFailure ? thrown.reason : thrown,
      );
    }
  };
}

/**
 * Loads several files as one program: what more than one of them imports is evaluated once.
 * @throws MigrationFileError naming the file, the line and the reason when one cannot be loaded
 */
export async function loadTogether(
  paths: readonly string[],
  options: ModuleLoaderOptions,
): Promise<readonly Record<string, unknown>[]> {
  const jiti = await startJiti(options);
  const imports = paths.map((path, at) => `import * as m${at} from ${JSON.stringify(path)};`);
  const names = paths.map((_path, at) => `m${at}`);
  const source = `${imports.join('\n')}\nexport const modules = [${names.join(', ')}];`;
  try {
    const code = new UserCode({ paths });
    const entry = join(options.directory, 'roundtrip-modules.mts');
    const { modules } = await code.run(() => evaluate(jiti, entry, source));
    return modules as readonly Record<string, unknown>[];
  } catch (thrown) {
    if (thrown instanceof RoundtripError) throw thrown;
    const cause = thrown instanceof UnawaitedFailure ? thrown.reason : thrown;
    throw unloadable(relative(options.directory, failingFile(paths, cause)), cause);
  }
}

/** The file of a failure: the first one that its stack names, or its message. */
function failingFile(paths: readonly string[], cause: unknown): string {
  const { message, stack = '' } = errorOf(cause);
  const texts = [...stack.split('\n').filter((line) => line.includes('    at ')), message];
  const found = texts.flatMap((text) => paths.filter((path) => text.includes(path)));
  return found[0] ?? paths[0] ?? '';
}

/** Loads jiti lazily: that takes longer than a whole command that needs no module. */
async function startJiti({ directory, tsconfigPaths }: ModuleLoaderOptions): Promise<Jiti> {
  const { createJiti } = await import('jiti');
  return createJiti(directory, {
    moduleCache: false,
    ...(tsconfigPaths === undefined ? {} : { tsconfigPaths }),
  });
}

/** Files that this process has loaded before. */
const loaded = new Set<string>();

/** Files that jiti leaves to Node.js, which loads a module only once. */
const mayBeNative = /\.[mc]?js$/;

async function load(jiti: Jiti, path: string): Promise<Record<string, unknown>> {
  if (!loaded.has(path) || !mayBeNative.test(path)) {
    loaded.add(path);
    return jiti.import<Record<string, unknown>>(path);
  }
  return evaluate(jiti, path, await readFile(path, 'utf8'));
}

async function evaluate(jiti: Jiti, path: string, source: string): Promise<Record<string, unknown>> {
  const options = { filename: path, async: true, forceTranspile: true } as const;
  return (await jiti.evalModule(source, options)) as Record<string, unknown>;
}

function unloadable(file: string, cause: unknown): MigrationFileError {
  const { message } = errorOf(cause);
  const place = lineOf(file, message, cause);
  return new MigrationFileError(`${file}${place} cannot be loaded: ${firstLine(message)}`, {
    remedy: 'Nothing was run. Fix the file and run again.',
    cause,
  });
}

/** Babel ends its messages with `(line:column)`; errors while evaluating carry the line in their stack. */
function lineOf(file: string, message: string, cause: unknown): string {
  const parsed = /\((\d+):(\d+)\)/.exec(message) ?? /:(\d+):(\d+)$/m.exec(firstLine(message));
  if (parsed) return `:${parsed[1] ?? ''}:${parsed[2] ?? ''}`;
  const stack = cause instanceof Error ? (cause.stack ?? '') : '';
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const frame = stack.split('\n').find((line) => line.includes(name) && /:\d+:\d+\)?$/.test(line));
  const at = frame && /:(\d+):(\d+)\)?$/.exec(frame);
  return at ? `:${at[1] ?? ''}:${at[2] ?? ''}` : '';
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
