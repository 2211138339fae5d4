import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { globalSetup: 'pg-roundtrip/testing/setup', testTimeout: 60_000 },
});
