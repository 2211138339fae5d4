import { readFileSync, readdirSync } from 'node:fs';
import { projectOptionNames } from '../../../src/library/project-options.js';

/** Names in the export lists of a file, types included. */
function exportsOf(path: string): readonly string[] {
  const lists = readFileSync(path, 'utf8').matchAll(/^export (?:type )?\{([^}]*)\}/gm);
  return [...lists].flatMap(([, list = '']) =>
    [...list.matchAll(/(\w+)\s*(?:,|$)/g)].map(([, name = '']) => name),
  );
}

const names = exportsOf('src/index.ts');

describe('the exports of the package', () => {
  it('have all types also for require', () => {
    const text = readFileSync('src/index.cts', 'utf8');
    const forRequire = [...text.matchAll(/export type (\w+) =/g)].map(([, name = '']) => name);
    expect(forRequire.sort()).toEqual(names.filter((name) => /^[A-Z]/.test(name)).sort());
  });

  it('are all described in docs/api.md', () => {
    const text = readFileSync('docs/api.md', 'utf8');
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !text.includes(`\`${name}`))).toEqual([]);
  });

  it('have all their options described in docs/api.md', () => {
    const sources = readdirSync('src/library').map((file) => readFileSync(`src/library/${file}`, 'utf8'));
    const own = sources.flatMap((text) =>
      [...text.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name = '']) => name),
    );
    const text = readFileSync('docs/api.md', 'utf8');
    const options = [...own, ...Object.keys(projectOptionNames)];
    expect(options.length).toBeGreaterThan(25);
    expect(options.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
