import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { itWithMounts } from '../../support/embedded/this-user.js';
import { expectSound } from '../../support/faults/expect-sound.js';
import { openPlace, type Place } from '../../support/faults/place.js';
import { commandPath } from '../../support/run-command.js';

let place: Place;

beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

interface Ended {
  readonly code: number | string | undefined;
  readonly stderr: string;
  /** The files in the folder of the backup afterwards. */
  readonly files: readonly string[];
}

/** Rolls back with a backup of more than a megabyte, in a shell that first limits the available space. */
async function rollBackAfter(limit: string, folder: string): Promise<Ended> {
  await place.prepare('down');
  await place.session.query('INSERT INTO made SELECT generate_series(1, 200000) ON CONFLICT DO NOTHING');
  const line = `${limit} && { "$0" "$1" down --backup ${folder}/kept; code=$?; ls ${folder}; exit $code; }`;
  const options = {
    cwd: place.project.directory,
    env: { PATH: process.env.PATH, DATABASE_URL: place.url },
  };
  const shell = ['sh', '-c', line, process.execPath, commandPath];
  const argv = limit.includes('mount') ? ['unshare', '--mount', ...shell] : shell;
  return new Promise((resolve) => {
    execFile(argv[0] ?? '', argv.slice(1), options, (error, stdout, stderr) => {
      resolve({
        code: error?.code ?? 0,
        stderr,
        files: stdout.split('\n').filter((name) => name.startsWith('kept')),
      });
    });
  });
}

describe('a full disk during a backup', () => {
  it('stops the rollback before it begins: with a limit on the size of files (ulimit -f)', async () => {
    const { code, stderr, files } = await rollBackAfter('ulimit -f 200', '.');

    expect({ code, files }).toEqual({ code: 2, files: [] });
    expect(stderr).toContain('cannot be written: EFBIG');
    expect(stderr).toContain('The rollback was not started.');
    expect(await expectSound(place, 'down')).toBe('after');
    expect((await readdir(place.project.directory)).sort()).toEqual(['migrations']);
  });

  itWithMounts('stops the rollback before it begins: a small file system (needs mounts)', async () => {
    const { code, stderr, files } = await rollBackAfter(
      'mkdir -p small && mount -t tmpfs -o size=100k tmpfs small',
      'small',
    );

    expect({ code, files }).toEqual({ code: 2, files: [] });
    expect(stderr).toContain('cannot be written: ENOSPC');
    expect(await expectSound(place, 'down')).toBe('after');
  });
});
