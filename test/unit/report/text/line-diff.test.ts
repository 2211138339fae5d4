import fc from 'fast-check';
import { lineDiff } from '../../../../src/report/text/line-diff.js';

describe('the difference of two texts', () => {
  it.each([
    [null, 'a', ['+ a']],
    ['a\nb\nc', 'a\nx\nc', ['  a', '- b', '+ x', '  c']],
    ['a', null, ['- a']],
    ['a\nb', 'b\na', ['- a', '  b', '+ a']],
  ])('is computed for %j and %j', (before, after, lines) => {
    expect(lineDiff(before, after)).toEqual(lines);
  });

  it('contains the changed lines of a long text and their neighbours', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const changed = lines.with(9, 'another');
    expect(lineDiff(lines.join('\n'), changed.join('\n'))).toEqual([
      '  … 8 unchanged lines',
      '  line 8',
      '- line 9',
      '+ another',
      '  line 10',
      '  … 9 unchanged lines',
    ]);
  });

  it.each([
    ['line ends', 'a\r\nb\r\n', 'a\nb\n', ['- lines end with CR LF', '+ lines end with LF']],
    ['some line ends', 'a\r\nb\n', 'a\nb\n', ['- 1 of 2 lines end with CR LF', '+ lines end with LF']],
    ['a trailing blank', 'a \nb', 'a\nb', ['- a·', '+ a', '  b']],
    ['a tab', 'a\tb', 'a b', ['- a\\tb', '+ a b']],
    ['a no-break space', 'a\u00a0b', 'a b', ['- a\\u00a0b', '+ a b']],
    ['a byte order mark', '\ufeffa', 'a', ['- \\ufeffa', '+ a']],
    ['a lone carriage return', 'a\rb', 'ab', ['- a\\rb', '+ ab']],
  ])('shows a difference in %s', (...[, before, after, lines]) => {
    const found = lineDiff(before, after);
    expect(found.map((line, index) => line.includes(lines[index] ?? '\n'))).toEqual(lines.map(() => true));
  });

  it('contains the labels that were added to or removed from an enum', () => {
    expect(lineDiff('enum (a, b), owner x', "enum (a, 'c)'), owner x")).toEqual([
      '- enum (a, b), owner x',
      "+ enum (a, 'c)'), owner x",
      '- label b',
      "+ label 'c)'",
    ]);
  });

  it('is computed within the time limit for two long texts', () => {
    const text = (word: string) => Array.from({ length: 5000 }, (_, index) => `${word} ${index}`).join('\n');
    expect(lineDiff(text('a'), text('b'))).toHaveLength(10_000);
  });

  it('contains both texts completely, for any texts', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const lines = lineDiff(before, after);
        const side = (sign: string) =>
          lines
            .filter((line) => line.startsWith(' ') || line.startsWith(sign))
            .map((line) => line.slice(2))
            .join('\n');
        expect([side('-'), side('+')]).toEqual([before, after]);
      }),
    );
  });
});
