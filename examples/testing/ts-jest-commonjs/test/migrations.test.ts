import { resolve } from 'node:path';
import { assertReversible, prove } from 'pg-roundtrip';

const project = resolve(__dirname, '..');

// PostgreSQL starts and each migration runs three times: a few seconds.
const timeout = 60_000;

describe('the migrations', () => {
  it(
    'can be rolled back',
    async () => {
      const { verdict } = await prove({ cwd: project });
      expect(verdict).toBe('reversible');
    },
    timeout,
  );

  it(
    'can be rolled back, or the test fails with the whole report',
    async () => {
      await assertReversible({ cwd: project });
    },
    timeout,
  );
});
