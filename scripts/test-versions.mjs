// Usage: node scripts/test-versions.mjs [MAJOR…] [-- PATTERN…]
// Runs the integration tests (those whose path matches a pattern) on each PostgreSQL version, by
// default on all that are supported; prints a line for each, and the whole report of one that fails.
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { fetchPostgres } from './fetch-postgres.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const supported = ['14', '15', '16', '17', '18'];

function main() {
  const { majors, patterns } = parseArguments(process.argv.slice(2));
  const passed = majors.map((major) => testOn(major, patterns));
  process.exitCode = passed.every(Boolean) ? 0 : 1;
}

function parseArguments(args) {
  const end = args.indexOf('--');
  const majors = end === -1 ? args : args.slice(0, end);
  const patterns = end === -1 ? [] : args.slice(end + 1);
  return {
    majors: majors.length > 0 ? majors : supported,
    patterns: patterns.length > 0 ? patterns : ['test/integration'],
  };
}

function testOn(major, patterns) {
  const started = Date.now();
  const { passed, report } = runTests(fetchPostgres(major), patterns);
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`PostgreSQL ${major}: ${passed ? 'passed' : 'FAILED'} (${seconds} s)\n`);
  if (!passed) process.stdout.write(`${report}\n`);
  return passed;
}

function runTests(binaries, patterns) {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', jest, ...patterns],
    {
      cwd: root,
      // A server of TEST_DATABASE_URL would be taken instead of these binaries.
      env: { ...process.env, TEST_DATABASE_URL: '', ROUNDTRIP_TEST_BINARIES: binaries },
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  return { passed: status === 0, report: `${stdout}${stderr}` };
}

main();
