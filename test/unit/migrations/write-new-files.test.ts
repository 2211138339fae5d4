import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNewFiles } from '../../../src/migrations/write-new-files.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roundtrip-new-files-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('writing new files', () => {
  it('creates the folder', async () => {
    await writeNewFiles([{ path: join(folder, 'migrations', '1_a.sql'), text: 'SELECT 1' }]);
    expect(await readdir(join(folder, 'migrations'))).toEqual(['1_a.sql']);
  });

  it('writes none of them when one exists already', async () => {
    await writeFile(join(folder, '2_b.sql'), 'kept');
    const files = ['1_a.sql', '2_b.sql'].map((name) => ({ path: join(folder, name), text: 'SELECT 1' }));
    await expect(writeNewFiles(files)).rejects.toThrow('the files cannot be written');
    expect(await readdir(folder)).toEqual(['2_b.sql']);
  });
});
