import { unifiedDiff } from '../../../src/report/text/unified-diff.js';

function numbers(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}\n`).join('');
}

describe('a unified diff', () => {
  it('shows each change with three lines of context and its line numbers in both texts', () => {
    const before = numbers(1, 30);
    const after = before.replace('\n5\n', '\nfive\n').replace('\n25\n', '\n25\nnew\n');
    expect(unifiedDiff({ path: 'a.txt', before, after })).toEqual([
      '--- a/a.txt',
      '+++ b/a.txt',
      '@@ -2,7 +2,7 @@',
      ...[' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'],
      '@@ -23,6 +23,7 @@',
      ...[' 23', ' 24', ' 25', '+new', ' 26', ' 27', ' 28'],
    ]);
  });

  it('has /dev/null as the old file if the file is new', () => {
    expect(unifiedDiff({ path: 'a.txt', before: undefined, after: 'one\n' })).toEqual([
      '--- /dev/null',
      '+++ b/a.txt',
      '@@ -0,0 +1,1 @@',
      '+one',
    ]);
  });

  it('distinguishes a last line without a line end from one with a line end', () => {
    expect(unifiedDiff({ path: 'a.txt', before: 'one', after: 'one\ntwo\n' })).toEqual([
      '--- a/a.txt',
      '+++ b/a.txt',
      '@@ -1,1 +1,2 @@',
      '-one',
      '\\ No newline at end of file',
      '+one',
      '+two',
    ]);
  });
});
