const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.mts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.m?ts$': ['ts-jest', { useESM: true }] },
};

/** @type {import('jest').Config} */
export default {
  testTimeout: 120_000,
  // The tests wait for the server most of the time.
  maxWorkers: '100%',
  // A worker frees the modules of all its files before it exits.
  workerGracefulExitTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
