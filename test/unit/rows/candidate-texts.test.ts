import fc from 'fast-check';
import { candidateValues, sampleValues } from '../../../src/rows/candidates.js';
import { readConstants } from '../../../src/rows/constants.js';
import { stringsFromRegex } from '../../../src/rows/regex-strings.js';
import { sampleText } from '../../../src/rows/sample-text.js';

describe('stringsFromRegex', () => {
  it.each([
    '^[a-z0-9_]{3,50}$',
    '^0x[a-fA-F0-9]{40}$',
    '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$',
    '^https?://[^\\s/$.?#].[^\\s]*$',
    '^(red|green|blue):(?:[1-9]|10)$',
    '^\\d{4}-(0[1-9]|1[0-2])-\\d{2}T\\d{2}:\\d{2}Z$',
    '^v?\\d+(\\.\\d+){0,2}$',
    '^a*?b+?c??$',
    '^[^a-z]$',
    '^[]x]y[-z]$',
    'plain',
    '',
  ])('makes strings that match %s', (pattern) => {
    const expression = new RegExp(pattern.replace('[]x]', '[\\]x]'));
    const strings = stringsFromRegex(pattern, 8);
    expect(strings.length).toBeGreaterThan(0);
    expect(strings.filter((text) => !expression.test(text))).toEqual([]);
  });

  it('generates different strings if the expression allows them', () => {
    expect(stringsFromRegex('^[A-Z]{2}-(x|y)$', 8).length).toBeGreaterThan(3);
    expect(stringsFromRegex('^only$', 8)).toEqual(['only']);
  });

  it('supports the named classes and options of PostgreSQL', () => {
    const strings = stringsFromRegex('***:(?i)^[[:upper:]][[:digit:][:space:]]\\y$', 8);
    expect(strings.every((text) => /^[A-Z][\d ]$/.test(text))).toBe(true);
  });

  it('terminates for any text', () => {
    const pieces = fc.array(
      fc.constantFrom('(', ')', '[', ']', '{2,', '}', '*', '?', '\\', 'a', '|', '^', '-', '[:'),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        expect(Array.isArray(stringsFromRegex(parts.join(''), 4))).toBe(true);
      }),
    );
  });
});

describe('readConstants', () => {
  it('reads strings, also escaped ones, and numbers, also those printed as strings', () => {
    const expression = `((status = ANY (ARRAY['it''s'::text, 'b'::text])) AND (age > '-5'::integer) AND (n1 < 10.5)
      AND (code ~ E'^\\\\d+\\\\.$'::text))`;
    expect(readConstants([expression])).toEqual({
      strings: ["it's", 'b', '-5', '^\\d+\\.$'],
      numbers: [-5, 10.5],
    });
  });
});

describe('candidateValues', () => {
  const place = { column: 1, name: 'a' };

  it('generates texts within the length of the column', () => {
    const type = { kind: 'base', name: 'varchar', modifier: 9 } as const;
    const values = candidateValues(type, place, readConstants(["(a <> 'far too long')"]));
    expect(values.filter((text) => text.length > 5)).toEqual([]);
    expect(values).toContain('far t');
  });

  it('generates numbers within the limits of the type', () => {
    const small = { kind: 'base', name: 'int2', modifier: -1 } as const;
    expect(candidateValues(small, place, readConstants(['(a < 40000)'])).map(Number)).not.toContain(40_000);
    const decimal = { kind: 'base', name: 'numeric', modifier: ((3 << 16) | 2) + 4 } as const;
    const values = candidateValues(decimal, place, readConstants(['(a <= 100)'])).map(Number);
    expect(values.filter((value) => Math.abs(value) >= 10)).toEqual([]);
    expect(values).toContain(0.5);
  });

  it('generates no value for an unknown type', () => {
    expect(sampleValues({ kind: 'base', name: 'mystery', modifier: -1 }, place)).toEqual([]);
  });
});

describe('sampleText', () => {
  it('generates a different text for each row, however short the column is', () => {
    const texts = (length: number) =>
      [0, 1, 2].map((row) => sampleText({ row, column: 2, name: 'full_name' }, length));
    expect(texts(Infinity)).toEqual(['Full name 1', 'Full name 2', 'Full name 3']);
    expect(texts(5)).toEqual(['Full1', 'Full2', 'Full3']);
    expect(texts(1)).toEqual(['C', 'D', 'E']);
  });
});
