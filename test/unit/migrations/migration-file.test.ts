import { Migration } from 'node-pg-migrate';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findMigrationFiles } from '../../../src/migrations/migration-file.js';
import { splitSql } from '../../../src/migrations/split-sql.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roundtrip-files-'));
});

afterEach(() => rm(directory, { recursive: true }));

async function find(names: readonly string[], ignorePattern?: string): Promise<readonly string[]> {
  for (const name of names) await writeFile(join(directory, name), '');
  return (await findMigrationFiles({ directories: [directory], ignorePattern })).map(({ path }) =>
    basename(path),
  );
}

describe('migration files', () => {
  it('are ordered by timestamp, with dates of 17 digits converted to epochs, and then by name', async () => {
    expect(
      await find([
        '10_b.ts',
        '9_a.ts',
        '10_a.ts',
        '20260101000000000_utc.sql',
        '1767225600001_epoch.js',
        '0003_c.mjs',
      ]),
    ).toEqual([
      '0003_c.mjs',
      '9_a.ts',
      '10_a.ts',
      '10_b.ts',
      '20260101000000000_utc.sql',
      '1767225600001_epoch.js',
    ]);
  });

  it('consist of pairs of SQL files, without hidden and ignored ones', async () => {
    expect(await find(['1_a.up.sql', '1_a.down.sql', '.DS_Store'])).toEqual(['1_a.up.sql']);
    expect(await find(['README.md', '2_b.ts'], '(.*\\.md|\\..*)')).toEqual(['1_a.up.sql', '2_b.ts']);
  });

  it('that node-pg-migrate creates come last in each of its file name formats', async () => {
    await find(['1_a.ts']);
    for (const filenameFormat of ['index', 'timestamp', 'utc'] as const) {
      const options = { filenameFormat, language: 'ts' } as unknown as Parameters<typeof Migration.create>[2];
      const path = await Migration.create('made', directory, options);
      expect(
        (await findMigrationFiles({ directories: [directory], ignorePattern: undefined })).at(-1)?.path,
      ).toBe(path);
    }
  });

  it('are reported all at once if they have mistakes', async () => {
    await expect(find(['a.ts', '1_a.ts', '1_a.sql', '2_b.md', "3_'.sql", '4_d.down.sql'])).rejects.toThrow(
      [
        '2_b.md does not end in .ts, .mts, .cts, .js, .mjs, .cjs, .sql',
        "3_'.sql has a quote or backslash in its name",
        '4_d.down.sql has no matching 4_d.up.sql',
        'a.ts is in the migrations folder, but its name does not start with a number',
        'two files define the migration 1_a',
      ].join('\n'),
    );
  });
});

describe('an SQL file', () => {
  it.each([
    ['-- Up Migration\nA;\n-- Down Migration\nB;', '-- Up Migration\nA;\n', '-- Down Migration\nB;'],
    ['-- down migration\nB;\n-- up migration\nA;', '-- up migration\nA;', '-- down migration\nB;\n'],
    ['A;', 'A;', undefined],
    ['---- UP MIGRATION\nA;', '---- UP MIGRATION\nA;', undefined],
  ])('with the content %j is split at its markers', (content, up, down) => {
    expect(splitSql(content)).toEqual({ up, down });
  });
});
