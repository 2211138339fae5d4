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

  it('includes a catalog in the fingerprint for each root that is read', () => {
    const roots = new Set(
      Object.values(registry).flatMap(({ fingerprint }) => fingerprint.map((one) => one.root)),
    );
    expect(readerList.map(({ root }) => root).filter((root) => !roots.has(root))).toEqual([]);
  });
});

/** Names of kinds that are names of attributes as well, whose lists are no lists of kinds. */
const attributes = new Set(['type', 'collation', 'statistics', 'access method']);

/** Runs of quoted texts with commas between them, and names before colons that have one. */
const lists = /(?:'[^'\n]*'\s*,\s*)+'[^'\n]*'|(?:^\s*(?:'[^'\n]+'|\w+): [^\n]*,\n){2,}/gm;

describe('the code of the catalog that treats all kinds alike', () => {
  it.each(['model', 'observe', 'repair', 'read'])('has no list of kinds in %s/', (folder) => {
    const known = new Set<string>(kindNames().filter((kind) => !attributes.has(kind)));
    const found = readdirSync(join(catalog, folder)).flatMap((file) => {
      const text = readFileSync(join(catalog, folder, file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
      return [...text.matchAll(lists)]
        .map(([list]) => [...list.matchAll(/'([^'\n]*)'/g)].map(([, name = '']) => name))
        .filter((names) => names.filter((name) => known.has(name)).length > 1)
        .map((names) => `${folder}/${file}: ${names.join(', ')}`);
    });
    expect(found).toEqual([]);
  });

  it('does not name any kind in the code that observes a change', () => {
    const literals = kindNames().map((kind) => `'${kind}'`);
    const found = readdirSync(join(catalog, 'observe')).flatMap((file) => {
      const text = readFileSync(join(catalog, 'observe', file), 'utf8');
      return literals.filter((literal) => text.includes(literal)).map((literal) => `${file}: ${literal}`);
    });
    expect(found).toEqual([]);
  });
});
