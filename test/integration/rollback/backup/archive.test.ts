import { execFile } from 'node:child_process';
import { open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ArchiveError, ArchiveWriter } from '../../../../src/rollback/backup/archive/archive-writer.js';
import type { Manifest } from '../../../../src/rollback/backup/manifest.js';
import { prepareRollback, type Rollback } from '../support/rollback.js';

const run = promisify(execFile);

let rollback: Rollback;

beforeAll(async () => {
  rollback = await prepareRollback();
});

beforeEach(async () => {
  await rollback.clear();
  await rollback.scratch.session.query(`
    CREATE TABLE users (id int PRIMARY KEY, mail text);
    CREATE SEQUENCE numbers;
    INSERT INTO users SELECT i, repeat('m', i % 100) FROM generate_series(1, 3000) AS i;
    SELECT nextval('numbers')`);
});

afterAll(() => rollback.end());

const down = 'DROP TABLE users; DROP SEQUENCE numbers';

async function isThere(table: string): Promise<boolean> {
  return (await rollback.lines(`SELECT to_regclass('${table}') IS NOT NULL`))[0] === '(t)';
}

describe('a backup', () => {
  it('is a tar file that only its owner can read, with checksums that sha256sum accepts', async () => {
    await rollback.down(down, 'plain');
    const path = rollback.path('plain');
    await run('tar', ['-xf', path, '-C', rollback.directory]);
    const { stdout } = await run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: rollback.directory });
    const manifest = JSON.parse(await readFile(rollback.path('manifest.json'), 'utf8')) as Manifest;

    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
    expect(stdout).toBe('1.copy: OK\nmanifest.json: OK\n');
    expect(manifest).toMatchObject({
      format: 'roundtrip.backup/1',
      migrations: ['1_change'],
      tables: [
        {
          file: '1.copy',
          schema: 'public',
          name: 'users',
          what: 'table',
          rows: 3000,
          columns: [
            { name: 'id', type: 'integer' },
            { name: 'mail', type: 'text' },
          ],
          key: { kind: 'primary key', columns: ['id'] },
          load: 'COPY "public"."users" ("id", "mail") FROM STDIN',
        },
      ],
      sequences: [{ schema: 'public', name: 'numbers', lastValue: '1', isCalled: true }],
    });
    expect(await readdir(rollback.directory)).not.toContain('plain.partial');
  });

  it('never overwrites an existing file, and the rollback does not run', async () => {
    await writeFile(rollback.path('taken'), 'mine');

    await expect(rollback.down(down, 'taken')).rejects.toMatchObject({ code: 'refused' });
    expect(await readFile(rollback.path('taken'), 'utf8')).toBe('mine');
    expect(await isThere('users')).toBe(true);
  });

  it('does not overwrite a file that appears while it is written', async () => {
    const appear = () => void writeFile(rollback.path('late'), 'mine');

    await expect(rollback.down(down, 'late', appear)).rejects.toMatchObject({ code: 'refused' });
    expect(await readFile(rollback.path('late'), 'utf8')).toBe('mine');
    expect(await isThere('users')).toBe(true);
  });

  it('replaces the incomplete file of a killed run', async () => {
    await writeFile(rollback.path('again.partial'), 'half');
    await rollback.down(down, 'again');

    expect((await stat(rollback.path('again'))).size).toBeGreaterThan(1000);
    expect(await readdir(rollback.directory)).not.toContain('again.partial');
  });

  it('has the extension .partial until it is complete, and is removed if the rollback fails', async () => {
    const seen: string[] = [];
    const look = () => void readdir(rollback.directory).then((names) => seen.push(...names));

    await expect(rollback.down(`${down}; SELECT 1 / 0`, 'failing', look)).rejects.toMatchObject({
      code: '22012',
    });
    await expect(rollback.down(down, 'no/folder')).rejects.toMatchObject({ code: 'refused' });
    await rollback.down(down, 'seen', look);
    expect(seen).toContain('seen.partial');
    expect((await readdir(rollback.directory)).filter((name) => /failing|partial|folder/.test(name))).toEqual(
      [],
    );
  });

  it('is reported as incomplete if the disk is full', async () => {
    const full = await open('/dev/full', 'w');
    try {
      const writing = new ArchiveWriter(full).addText('1.copy', 'text');
      await expect(writing).rejects.toBeInstanceOf(ArchiveError);
      await expect(writing).rejects.toThrow('ENOSPC');
    } finally {
      await full.close();
    }
  });
});
