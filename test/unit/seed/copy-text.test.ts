import { copyText } from '../../../src/seed/copy-text.js';
import type { LoadValue } from '../../../src/seed/load-plan.js';

async function textOf(rows: readonly (readonly LoadValue[])[], first = 1): Promise<string> {
  const source = copyText({
    row: (index) => rows[index] ?? [],
    first,
    from: 0,
    to: rows.length,
    made: () => undefined,
  });
  let text = '';
  for await (const chunk of source) text += chunk.toString();
  return text;
}

describe('the rows of a load in the text format of COPY', () => {
  it.each<{ what: string; value: LoadValue; text: string }>([
    { what: 'text as it is', value: 'Zoë 李雷 "x"', text: 'Zoë 李雷 "x"' },
    { what: 'empty text as empty', value: '', text: '' },
    { what: 'NULL as \\N', value: null, text: '\\N' },
    { what: 'the text \\N as text', value: '\\N', text: '\\\\N' },
    { what: 'tabs and line ends escaped', value: 'a\tb\nc\rd', text: 'a\\tb\\nc\\rd' },
    { what: 'numbers', value: -1.5, text: '-1.5' },
    { what: 'large numbers', value: 9_007_199_254_740_993n, text: '9007199254740993' },
    { what: 'booleans', value: false, text: 'false' },
    { what: 'moments', value: new Date(0), text: '1970-01-01T00:00:00.000Z' },
  ])('contain $what', async ({ value, text }) => {
    expect(await textOf([[value, 'end']])).toBe(`1\t${text}\tend\n`);
  });

  it('are numbered consecutively from the first number', async () => {
    expect(await textOf([['a'], ['b'], ['c']], 41)).toBe('41\ta\n42\tb\n43\tc\n');
  });

  it('are sent in chunks, each of which is reported once', async () => {
    const told: number[] = [];
    const long = 'x'.repeat(1000);
    const source = copyText({
      row: () => [long],
      first: 1,
      from: 100,
      to: 1100,
      made: (rows) => told.push(rows),
    });

    const sizes: number[] = [];
    let text = '';
    for await (const chunk of source) {
      sizes.push(chunk.length);
      text += chunk.toString();
    }

    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThan(200_000);
    expect(told.reduce((sum, rows) => sum + rows, 0)).toBe(1000);
    expect(text.split('\n').map((line) => Number(line.split('\t', 1)[0]))).toEqual([
      ...Array.from({ length: 1000 }, (_, index) => 101 + index),
      0,
    ]);
  });
});
