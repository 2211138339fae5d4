import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readSnapshotFile } from '../../../src/rehearse/snapshot/snapshot-file.js';
import { assertRoom } from '../../../src/rehearse/snapshot/disk-space.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roundtrip-snapshot-'));
});

afterAll(() => rm(folder, { recursive: true }));

const integer = (value: number) => Buffer.from([0, value & 255, (value >> 8) & 255, 0, 0]);
const text = (value: string) => Buffer.concat([integer(value.length), Buffer.from(value)]);

/** The header that pg_dump writes, of an archive 1.`version`. */
function header(version: number, server: string): Buffer {
  const compression = version >= 15 ? Buffer.from([0]) : integer(6);
  const time = [5, 4, 3, 2, 0, 126, 0].map(integer);
  const head = Buffer.from([...Buffer.from('PGDMP'), 1, version, 0, 4, 8, 1]);
  return Buffer.concat([head, compression, ...time, text('shop'), text(server), text('18.1')]);
}

const sql = '-- PostgreSQL database dump\n\n-- Dumped from database version 16.3 (Debian)\n\nSELECT 1;\n';

async function written(name: string, content: Buffer | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('a snapshot file', () => {
  it.each([
    { form: 'archive', content: header(14, '15.4'), server: '15.4', restoredBy: 12 },
    { form: 'archive', content: header(15, '16.1 (Ubuntu)'), server: '16.1', restoredBy: 16 },
    { form: 'archive', content: header(16, '18.0'), server: '18.0', restoredBy: 17 },
    { form: 'SQL', content: sql, server: '16.3', restoredBy: 0 },
    { form: 'SQL, gzip', content: gzipSync(sql), server: '16.3', restoredBy: 0 },
    {
      form: 'archive',
      content: Buffer.concat([Buffer.from('toc.dat'.padEnd(512, '\0')), header(14, '14.9')]),
      server: '14.9',
      restoredBy: 12,
    },
  ])('is recognised by its content: $form of PostgreSQL $server', async ({ content, ...expected }) => {
    const { form, server, restoredBy } = await readSnapshotFile(await written('any-name', content));

    expect({ form, server, restoredBy }).toEqual(expected);
  });

  it('of the directory form has a table of contents', async () => {
    await mkdir(join(folder, 'dir'));
    await written('dir/toc.dat', header(14, '15.4'));
    await written('dir/1.dat.gz', 'x'.repeat(1000));
    const { form, bytes } = await readSnapshotFile(join(folder, 'dir'));

    expect({ form, isWhole: bytes > 1000 }).toEqual({ form: 'archive', isWhole: true });
  });

  it('says when the archive was made', async () => {
    const { takenAt } = await readSnapshotFile(await written('timed', header(14, '15.4')));

    expect(takenAt).toBe('2026-01-02T03:04:05');
  });

  it.each([
    { what: 'nothing', content: '', message: 'is empty' },
    {
      what: 'a picture',
      content: Buffer.from([0x89, 0x50, 0, 1, 2]),
      message: 'neither an archive of pg_dump nor SQL',
    },
    {
      what: 'a cut off header',
      content: header(14, '15.4').subarray(0, 30),
      message: 'damaged or incomplete',
    },
    {
      what: 'a damaged gzip file',
      content: Buffer.from([0x1f, 0x8b, 9, 9, 9]),
      message: 'damaged or incomplete',
    },
  ])('that contains $what is refused', async ({ content, message }) => {
    await expect(readSnapshotFile(await written('bad', content))).rejects.toThrow(message);
  });

  it('that does not exist is named', async () => {
    await expect(readSnapshotFile(join(folder, 'absent.dump'))).rejects.toThrow('there is no such file');
  });
});

describe('the room for a copy', () => {
  it('is refused before anything is loaded where the disk has less', () => {
    const check = () => {
      assertRoom({ folder: '/data', free: 2 * 1024 ** 3 }, { kind: 'archive', bytes: 1024 ** 3 });
    };

    expect(check).toThrow('the copy needs about 12.2 GB, and /data has 2.0 GB free');
  });

  it('is enough where the disk has more', () => {
    expect(() => {
      assertRoom({ folder: '/data', free: 1024 ** 3 }, { kind: 'SQL', bytes: 1024 ** 2 });
    }).not.toThrow();
  });
});
