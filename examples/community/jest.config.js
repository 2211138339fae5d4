/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  globalSetup: 'pg-roundtrip/testing/setup',
  globalTeardown: 'pg-roundtrip/testing/teardown',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false }] },
  testTimeout: 60_000,
};
