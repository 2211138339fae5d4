import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync('docs/safety.md', 'utf8');

/** The rows of the table of faults, without the header. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2);

function testsIn(text: string): readonly string[] {
  return [...text.matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map(([, path = '']) => path);
}

describe('the table of faults in docs/safety.md', () => {
  it('contains for each fault a guarantee and an existing test', () => {
    const incomplete = rows.filter((row) => {
      const [, fault, promise, tests = ''] = row.split('|').map((cell) => cell.trim());
      const paths = testsIn(tests);
      return !fault || !promise || paths.length === 0 || !paths.every((path) => existsSync(path));
    });

    expect(rows.length).toBeGreaterThan(12);
    expect(incomplete).toEqual([]);
  });

  it('contains the path of every fault test', () => {
    const folder = 'test/integration/faults';
    const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
    const named = new Set(testsIn(page));

    expect(files.length).toBeGreaterThan(7);
    expect(files.map((name) => join(folder, name)).filter((path) => !named.has(path))).toEqual([]);
  });
});
