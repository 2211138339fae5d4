// Usage: node scripts/test-versions.mjs [MAJOR | debian…] [-- PATTERN…]
// Runs the integration tests (those whose path matches a pattern) on each PostgreSQL version, by default on all
// supported ones and on Debian's. Prints a line for each version, and the whole report of one that fails.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { fetchPostgres } from './fetch-postgres.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const supported = ['14', '15', '16', '17', '18'];
const debian = 'debian';

function main() {
  const { versions, patterns } = parseArguments(process.argv.slice(2));
  assertMatching(patterns);
  const passed = versions.map((version) => testOn(version, patterns));
  process.exitCode = passed.every(Boolean) ? 0 : 1;
}

function parseArguments(args) {
  const end = args.indexOf('--');
  const versions = end === -1 ? args : args.slice(0, end);
  const patterns = end === -1 ? [] : args.slice(end + 1);
  return {
    versions: versions.length > 0 ? versions : [...supported, debian],
    patterns: patterns.length > 0 ? patterns : ['test/integration'],
  };
}

/** A pattern of files that were renamed would test nothing, and pass. */
function assertMatching(patterns) {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `test/${file}`);
  const unmatched = patterns.filter((pattern) => !files.some((file) => new RegExp(pattern).test(file)));
  if (unmatched.length > 0) throw new Error(`no test file matches ${unmatched.join(', ')}`);
}

/** Returns whether the tests pass; also true where no server of Debian is installed. */
function testOn(version, patterns) {
  const binaries = version === debian ? findInstalled() : fetchPostgres(version);
  if (binaries === undefined) {
    process.stdout.write('skipped: there is no PostgreSQL of Debian here\n');
    return true;
  }
  const started = Date.now();
  const { passed, report } = runTests(binaries, patterns);
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`${readVersion(binaries)}: ${passed ? 'passed' : 'FAILED'} (${seconds} s)\n`);
  if (!passed) process.stdout.write(`${report}\n`);
  return passed;
}

/** Finds the newest version of Debian's packages, whose minor versions are often the newest of all. */
function findInstalled() {
  return supported
    .map((major) => `/usr/lib/postgresql/${major}`)
    .findLast((folder) => existsSync(join(folder, 'bin', 'postgres')));
}

/** Returns the version as the program prints it: `PostgreSQL 15.20 (Debian 15.20-0+deb12u1)`. */
function readVersion(binaries) {
  const text = execFileSync(join(binaries, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' });
  return text.trim().replace(/^postgres \((PostgreSQL)\)/, '$1');
}

function runTests(binaries, patterns) {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', jest, ...patterns],
    {
      cwd: root,
      // A server of TEST_DATABASE_URL would be used instead of these binaries.
      env: { ...process.env, TEST_DATABASE_URL: '', ROUNDTRIP_TEST_BINARIES: binaries },
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  return { passed: status === 0, report: `${stdout}${stderr}` };
}

main();
