import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { kindNames, readerList } from '../../../src/catalog/kinds/lists.js';
import { registry } from '../../../src/catalog/kinds/registry.js';

const catalog = resolve('src/catalog');

const fileName = (kind: string): string => kind.replaceAll(' ', '-');

describe('the registry of kinds', () => {
  it('contains each kind under its own name, with readers and a repair of that kind', () => {
    for (const [name, { kind, readers, repair }] of Object.entries(registry)) {
      expect([kind, repair.kind, ...readers.map((reader) => reader.kind)]).toEqual(
        Array(readers.length + 2).fill(name),
      );
    }
  });

  it('has a file or a folder with the name of each kind', () => {
    const missing = kindNames().filter((kind) => {
      const name = fileName(kind);
      return ![`${name}.ts`, `${name}/${name}.ts`].some((path) => existsSync(join(catalog, 'kinds', path)));
    });
    expect(missing).toEqual([]);
  });

  it('has a fingerprint for each root that the readers read', () => {
    const roots = new Set(
      Object.values(registry).flatMap(({ fingerprint }) => fingerprint.map((one) => one.root)),
    );
    expect(readerList.map(({ root }) => root).filter((root) => !roots.has(root))).toEqual([]);
  });

  it('declares the shared rows of every kind whose scope is not one database', () => {
    const unguarded = Object.values(registry).filter(
      ({ scope, sharedRows }) => scope !== 'database' && sharedRows === undefined,
    );
    expect(unguarded.map(({ kind }) => kind)).toEqual([]);
  });
});

const alike = ['model', 'observe', 'repair', 'read'];

/** Names of kinds that are also names of attributes, of catalog columns or of a scope. */
const attributes = new Set([
  'type',
  'collation',
  'statistics',
  'access method',
  'database',
  'role',
  'tablespace',
]);

/** Code before a name of `attributes` that is not used as a kind: `textOf(object, 'role')`, `['type', …]`. */
const asAttribute = /(?:textOf\(\w+, |^\s*|[[,] ?|scope: |scope [!=]== |whose === |\| )$/;

function codeOf(folder: string, file: string): string {
  const text = readFileSync(join(catalog, folder, file), 'utf8');
  return text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
}

/** Lines of code with the name of a kind in quotes. */
function linesWithKinds(code: string): readonly string[] {
  const known = new Set<string>(kindNames());
  return code.split('\n').filter((line) =>
    [...line.matchAll(/(['"`])([a-z -]+)\1/g)].some(({ index, 2: name = '' }) => {
      if (!known.has(name)) return false;
      return !attributes.has(name) || !asAttribute.test(line.slice(0, index));
    }),
  );
}

describe('the code of the catalog that handles all kinds in the same way', () => {
  it.each(alike)('does not contain the name of a kind in %s/', (folder) => {
    const found = readdirSync(join(catalog, folder)).flatMap((file) =>
      linesWithKinds(codeOf(folder, file)).map((line) => `${folder}/${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  it.each(alike)('does not recognize a kind by a part of its name in %s/', (folder) => {
    const found = readdirSync(join(catalog, folder)).filter((file) =>
      /\bkind\??\.(?:endsWith|startsWith|includes|match)\(|\b\w+\.test\((?:\w+\.)*kind\)/.test(
        codeOf(folder, file),
      ),
    );
    expect(found).toEqual([]);
  });

  it.each(alike)('imports only lists of all kinds, not single kinds, in %s/', (folder) => {
    const found = readdirSync(join(catalog, folder)).flatMap((file) =>
      [...codeOf(folder, file).matchAll(/from '\.\.\/kinds\/(?!lists\.js)[^']*'/g)].map(
        ([text]) => `${folder}/${file}: ${text}`,
      ),
    );
    expect(found).toEqual([]);
  });

  it.each(["if (kind === 'column')", "kind: 'table'", "case 'type':", "kind !== 'database' &&", '["index"]'])(
    'counts %s as naming a kind',
    (line) => {
      expect(linesWithKinds(line)).toEqual([line]);
    },
  );
});
