import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve('src');

interface SourceFile {
  /** Path relative to `src`, such as `cli/main.ts`. */
  readonly path: string;
  readonly text: string;
  /** Relative imports, as paths relative to `src`. */
  readonly own: readonly string[];
  /** Imports of packages and of Node. */
  readonly foreign: readonly string[];
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map(readSource);

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const own = imports
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(root, resolve(root, dirname(path), name)).replace(/\.js$/, '.ts'));
  return { path, text, own, foreign: imports.filter((name) => !name.startsWith('.')) };
}

/** The layers from the ground up; folders that are not named here are features. */
const ground = [
  'errors',
  'html',
  'modules',
  'config',
  'sql-text',
  'database',
  'catalog',
  'migrations',
  'history',
  'database-state',
  'scratch-run',
  'compare',
  'rows',
  'effects',
  'rollback',
  'keep',
  'pairs',
  'source',
] as const;
const roof = ['report', 'studio', 'library', 'testing', 'cli', 'index'] as const;

function partOf(path: string): string {
  return (path.split('/', 1)[0] ?? path).replace(/\.ts$/, '');
}

function levelOf(path: string): number {
  const part = partOf(path);
  const below = ground.findIndex((name) => name === part);
  if (below >= 0) return below;
  const above = roof.findIndex((name) => name === part);
  return above < 0 ? ground.length : ground.length + 1 + above;
}

/** The folders of the catalog from the ground up. */
const catalogRooms = ['model', 'kind', 'kinds', 'read', 'data', 'observe', 'repair'] as const;

function catalogLevelOf(path: string): number {
  return catalogRooms.findIndex((room) => path.startsWith(`catalog/${room}/`));
}

const edges = files.flatMap(({ path, own }) => own.map((target) => ({ path, target })));

/** Lists the imports that break a rule, in the form `cli/main.ts imports report/table.ts`. */
function offences(breaks: (edge: { path: string; target: string }) => boolean): readonly string[] {
  return edges.filter(breaks).map(({ path, target }) => `${path} imports ${target}`);
}

describe('the source tree', () => {
  it('contains files, imports and features', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(edges.length).toBeGreaterThan(100);
    expect(files.filter(({ path }) => levelOf(path) === ground.length)).not.toEqual([]);
  });

  it('imports only from folders below in the table of folders', () => {
    expect(offences(({ path, target }) => levelOf(target) > levelOf(path))).toEqual([]);
  });

  it('imports between the folders of the catalog only from folders below', () => {
    const inside = files.filter(({ path }) => partOf(path) === 'catalog').map(({ path }) => path);
    expect(inside.filter((path) => catalogLevelOf(path) < 0)).toEqual([]);
    expect(
      offences(
        ({ path, target }) =>
          partOf(path) === 'catalog' &&
          partOf(target) === 'catalog' &&
          catalogLevelOf(target) > catalogLevelOf(path),
      ),
    ).toEqual([]);
  });

  it('registers the kinds of the catalog in every file that reads their traits', () => {
    const starts = files.filter(({ path }) => /^(?:index|cli\/.*|library\/.*)\.ts$/.test(path));
    const unregistered = starts.filter(({ path }) => {
      const loaded = loadedBy(path);
      return loaded.has('catalog/model/kind-traits.ts') && !loaded.has('catalog/kinds/lists.ts');
    });
    expect(unregistered.map(({ path }) => path)).toEqual([]);
  });

  it('has features that do not import each other', () => {
    const isFeature = (path: string) => levelOf(path) === ground.length;
    expect(
      offences(({ path, target }) => isFeature(path) && isFeature(target) && partOf(path) !== partOf(target)),
    ).toEqual([]);
  });

  it('has no import cycle', () => {
    expect(findCycle(new Map(files.map(({ path, own }) => [path, own])))).toEqual([]);
  });

  it('imports only files that exist', () => {
    const known = new Set(files.map(({ path }) => path));
    expect(offences(({ target }) => !known.has(target))).toEqual([]);
  });

  it('reads the arguments and sets the exit code of the process only in programs', () => {
    const touching = files.filter(({ text }) =>
      /\bprocess\s*\.\s*(exit|exitCode|argv)\b/.test(withoutComments(text)),
    );
    // The first one runs before all other modules; the third one restricts the use of `process` by user code.
    expect(touching.map(({ path }) => path)).toEqual([
      'cli/assert-node-version.ts',
      'cli/main.ts',
      'modules/contain-process.ts',
      'testing/provider/main.ts',
    ]);
  });

  it('imports node-pg-migrate only in migrations/', () => {
    const importing = files.filter(({ foreign }) =>
      foreign.some((name) => /^node-pg-migrate(\/|$)/.test(name)),
    );
    expect([...new Set(importing.map(({ path }) => partOf(path)))]).toEqual(['migrations']);
  });

  it('prints only in cli/ and in the programs of testing/', () => {
    const printing = files.filter(({ text }) =>
      /\bconsole\s*\.|\bprocess\s*\.\s*std(out|err)\b/.test(withoutComments(text)),
    );
    expect(printing.map(({ path }) => path).filter((path) => !path.startsWith('cli/'))).toEqual([
      'testing/proof/main.ts',
      'testing/provider/main.ts',
    ]);
  });

  it('has no file over 300 lines', () => {
    const long = files.filter(({ text }) => text.trimEnd().split('\n').length > 300);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('has no folder or file named utils, helpers or common', () => {
    expect(
      files.map(({ path }) => path).filter((path) => /\b(utils?|helpers?|common|misc)\b/.test(path)),
    ).toEqual([]);
  });
});

describe('the search for cycles', () => {
  it('finds a cycle, and none in a graph without cycles', () => {
    expect(
      findCycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b']);
    expect(
      findCycle(
        new Map([
          ['a', ['b', 'c']],
          ['b', ['c']],
          ['c', []],
        ]),
      ),
    ).toEqual([]);
  });
});

/** All files that are loaded with a file, except those from which only types are imported. */
function loadedBy(start: string): ReadonlySet<string> {
  const loaded = new Set([start]);
  for (const path of loaded) for (const next of runtimeImports(path)) loaded.add(next);
  return loaded;
}

const known = new Map<string, readonly string[]>();

function runtimeImports(path: string): readonly string[] {
  const found = known.get(path) ?? readRuntimeImports(path);
  known.set(path, found);
  return found;
}

function readRuntimeImports(path: string): readonly string[] {
  const { text } = files.find((file) => file.path === path) ?? { text: '' };
  const values = text.replace(/^import type [^]*?;$/gm, '');
  return ts
    .preProcessFile(values, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(root, resolve(root, dirname(path), name)).replace(/\.js$/, '.ts'));
}

/** The first cycle, from a file back to itself; empty if there is none. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): readonly string[] => {
    const start = trail.indexOf(node);
    if (start >= 0) return [...trail.slice(start), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...trail, node]);
      if (cycle.length > 0) return cycle;
    }
    done.add(node);
    return [];
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
}
