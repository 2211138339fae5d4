import { fileURLToPath } from 'node:url';
import { assertReversible, prove } from 'pg-roundtrip';
import { describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('..', import.meta.url));

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
