import { resolve } from 'node:path';
import type { CatalogObject } from '../../../src/catalog/model/object.js';
import { runCommand } from '../../support/run-command.js';
import { projectFolders, withVerifiedProject, type VerifiedProject } from '../../support/verify-drops.js';

const folders = projectFolders();

it('the tests of verify include this repository and its examples', () => {
  expect(folders).toContain('.');
});

describe.each(folders)('the project %s', (folder) => {
  it('is verified clean; each object that is dropped by hand is reported, and nothing else', async () => {
    await withVerifiedProject(folder, async (project) => {
      expect([project.clean.verdict, project.clean.findings]).toEqual(['same', []]);
      const kinds = new Set(project.droppable.map(({ kind }) => kind));
      expect([...kinds]).toEqual(expect.arrayContaining(['table', 'column', 'constraint', 'index']));
      const dropped = await project.dropEach();
      expect(dropped.filter((one) => one.verdict === 'same' || one.unrelated.length > 0)).toEqual([]);
      expect(dropped.filter(({ key, findings }) => !findings.includes(`missing ${key}`))).toEqual([]);
      await exitsOne(folder, project);
    });
  });
});

/** The command, on a copy of the database; it takes seconds, so not for every object. */
async function exitsOne(folder: string, { droppable, withDropped }: VerifiedProject): Promise<void> {
  const object = droppable.findLast(isOneOfMany);
  if (!object) throw new Error('there is nothing to drop');
  const { code, stdout } = await withDropped(object, (url) =>
    runCommand(['verify'], { cwd: resolve(folder), env: { DATABASE_URL: url } }),
  );
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: expect.stringContaining(`  ${object.kind} ${object.name}\n`) as string,
  });
}

/** Types first, then what every project has. */
function isOneOfMany({ kind }: CatalogObject, _index: number, all: readonly CatalogObject[]): boolean {
  return kind === (all.some((one) => one.kind === 'type') ? 'type' : 'index');
}
