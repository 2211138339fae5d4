import { remedyFor } from '../../../src/migrations/failure-state.js';
import { loadSqlParser } from '../../../src/sql-text/parser.js';

beforeAll(loadSqlParser);

describe('the remedy for a failed migration', () => {
  it.each(['0A000', '58P01'])('for a missing extension (%s) is a server that has it', (code) => {
    const failure = { direction: 'up', statement: 'CREATE EXTENSION vector;', code } as const;
    expect(remedyFor({ transaction: 'one' }, failure)).toContain(
      'Use a server that has it with DATABASE_URL',
    );
  });
});
