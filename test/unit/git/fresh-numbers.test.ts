import { freshNumbers } from '../../../src/git/fresh-numbers.js';

const now = Date.UTC(2026, 10, 28, 11, 30, 0, 123);

describe('the numbers of renamed migrations', () => {
  it.each([
    ['milliseconds', '1700000000000', ['1795865400123', '1795865400124']],
    ['milliseconds of a clock that was ahead', '1895865400123', ['1895865400124', '1895865400125']],
    ['UTC dates with milliseconds', '20251231235959999', ['20261128113000123', '20261128113000124']],
    ['such a date at the end of a year', '20991231235959999', ['21000101000000000', '21000101000000001']],
    ['dates without milliseconds', '20251231235959', ['20261128113000', '20261128113001']],
    ['seconds', '1700000000', ['1795865400', '1795865401']],
    ['padded numbers', '0099', ['0100', '0101']],
    ['plain numbers', '9', ['10', '11']],
    ['fourteen digits that are no date', '99999999999998', ['99999999999999', '100000000000000']],
  ])('follow %s', (_title, last, expected) => {
    expect(freshNumbers(last, 2, now)).toEqual(expected);
  });
});
