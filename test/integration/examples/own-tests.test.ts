import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const bin = (path: string) => resolve('node_modules', path);

/** How examples/README.md says to run the tests of each example, without npx. */
const suites = [
  {
    example: 'tenancy',
    args: ['--import', 'jiti/register', '--test', 'test/database.test.ts'],
    passes: /^# pass 6$[^]*^# fail 0$/m,
  },
  {
    example: 'community',
    args: ['--experimental-vm-modules', bin('jest/bin/jest.js')],
    passes: /Tests: +8 passed, 8 total/,
  },
  {
    example: 'notification-emails',
    args: [bin('vitest/vitest.mjs'), 'run'],
    passes: /Tests +4 passed \(4\)/,
  },
];

describe('the tests of the examples', () => {
  it.each(suites)('pass: $example', async ({ example, args, passes }) => {
    const env = { ...process.env, CI: 'true', NO_COLOR: '1' };
    const { stdout, stderr } = await run(process.execPath, args, { cwd: `examples/${example}`, env }).catch(
      (error: unknown) => error as { stdout: string; stderr: string },
    );

    expect(stdout + stderr).toMatch(passes);
  });
});
