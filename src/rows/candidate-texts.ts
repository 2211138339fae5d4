import type { Constants } from './constants.js';
import { stringsFromRegex } from './regex-strings.js';

/** Common values of columns with conditions on their text; three of each kind, so that rows can differ. */
const typical: readonly string[] = [
  ...['sample.1', 'sample.2', 'sample.3'].map((name) => `${name}@example.com`),
  ...[1, 2, 3].map((n) => `https://example.com/sample-${n}`),
  ...[1, 2, 3].map((n) => `sample-${n}`),
  ...['sample', 'second', 'third'],
  ...[1, 2, 3].map((n) => `sample_${n}`),
  ...['SAMPLE', 'SECOND', 'THIRD'],
  ...['1234567891', '1234567892', '1234567893'],
  ...['+4915112345671', '+4915112345672', '+4915112345673'],
  ...['0a1b2c3d', '1a2b3c4d', '2a3b4c5d'],
  ...['1.0.0', '1.2.3', '2.0.1'],
  ...['#a1b2c3', '#b2c3d4', '#c3d4e5'],
  ...['en', 'de', 'fr', 'EN', 'DE', 'FR', 'EUR', 'USD', 'GBP'],
  ...['sample.example.com', 'second.example.com'],
  ...['10:20', '11:30', '2021-03-04', '2021-05-06'],
  ...['192.0.2.1', '192.0.2.2', '/sample/1', '/sample/2'],
  ...['{"a": 1}', '[1]', '{}'],
  ...['1', '2', '3', 'a', 'b', 'c', ''],
];

/** Texts that may satisfy conditions with these constants. */
export function candidateTexts({ strings, numbers }: Constants): readonly string[] {
  return [
    ...strings,
    ...typical,
    ...strings.flatMap(fromPattern),
    ...strings.flatMap(around),
    ...numbers.flatMap((length) => [length, length + 1, length - 1]).flatMap(ofLength),
  ];
}

/** Texts for conditions on the start, the end or the case of a text. */
function around(text: string): readonly string[] {
  const numbered = [1, 2, 3].flatMap((n) => [`${text}${n}`, `${n}${text}`, `sample ${n} ${text} ${n}`]);
  return [...numbered, text.toLowerCase(), text.toUpperCase()];
}

function fromPattern(text: string): readonly string[] {
  const fromRegex = /[\^$[\](){}*+?|\\.]/.test(text) ? stringsFromRegex(text, 8) : [];
  const fromLike = /[%_]/.test(text)
    ? ['a', 'b', 'c'].map((sign) => text.replace(/\\(.)|%|_/g, (_, escaped?: string) => escaped ?? sign))
    : [];
  return [...fromRegex, ...fromLike];
}

/** Different texts of one length, with letters alone and with digits alone. */
function ofLength(length: number): readonly string[] {
  if (!Number.isInteger(length) || length < 1 || length > 10_000) return [];
  const endings = ['a', 'b', 'c', '1', '2', '3'];
  return endings.map((end) => (/\d/.test(end) ? '1' : 'x').repeat(length - 1) + end);
}
