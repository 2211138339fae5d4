import { mkdir, stat, symlink } from 'node:fs/promises';
import { findMigrationFiles } from '../../../src/migrations/migration-file.js';
import { createMigration } from '../../../src/create/create-migration.js';
import { useBench } from '../cli/support/bench.js';
import { table, threeTables } from '../cli/support/migrations.js';

const bench = useBench();

describe('a migration file', () => {
  it('that is a link to outside of the folder stops every command, before anything runs', async () => {
    const project = await bench.project({ ...threeTables, 'elsewhere/4_evil.ts': table('evil') });
    await symlink('../elsewhere/4_evil.ts', project.path('migrations/4_evil.ts'));
    const { code, stderr } = await project.run('up');

    expect(code).toBe(2);
    expect(stderr).toContain(
      `4_evil.ts is a symbolic link to a file outside the folder: ${project.path('elsewhere/4_evil.ts')}`,
    );
    expect(await bench.tables()).toEqual([]);
  });

  it('may be a link within the folder, but not to a missing file, nor through a folder that is a link', async () => {
    const project = await bench.project({ 'real/1_a.ts': table('a'), 'other/2_b.ts': table('b') });
    const find = async (folder: string) =>
      (await findMigrationFiles({ directories: [project.path(folder)], ignorePattern: undefined })).map(
        ({ name }) => name,
      );
    await symlink('1_a.ts', project.path('real/2_b.ts'));
    await symlink('real', project.path('linked'));
    await mkdir(project.path('broken'));
    await symlink('../other', project.path('broken/away'));
    await symlink('away/2_b.ts', project.path('broken/1_x.ts'));
    await symlink('nosuch.ts', project.path('broken/2_y.ts'));

    expect([await find('real'), await find('linked')]).toEqual([
      ['1_a', '2_b'],
      ['1_a', '2_b'],
    ]);
    await expect(find('broken')).rejects.toThrow(
      `1_x.ts is a symbolic link to a file outside the folder: ${project.path('other/2_b.ts')}\n2_y.ts is a broken symbolic link`,
    );
  });

  it.each(['../evil', '/tmp/evil', 'a/b', '..'])(
    'is not written outside of the folder: new %s',
    async (name) => {
      const project = await bench.project({});
      const options = {
        directories: [project.path('migrations')] as [string],
        name,
        kind: 'empty' as const,
        table: undefined,
        language: undefined,
      };

      await expect(createMigration({ ...options, column: undefined, now: 1 })).rejects.toThrow(
        'is not a valid name for a migration',
      );
    },
  );
});

describe('a backup', () => {
  it('can only be read by its owner, whatever the umask is', async () => {
    const project = await bench.project(threeTables);
    await project.run('up 1');
    const { code } = await project.run('down --backup kept.backup');

    expect(code).toBe(0);
    expect((await stat(project.path('kept.backup'))).mode & 0o777).toBe(0o600);
  });
});
