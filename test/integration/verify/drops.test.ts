import { resolve } from 'node:path';
import type { CatalogObject } from '../../../src/catalog/model/object.js';
import { runCommand } from '../../support/run-command.js';
import { projectFolders, withVerifiedProject, type VerifiedProject } from '../../support/verify-drops.js';

const folders = projectFolders();

it('the tests of verify include this repository and its examples', () => {
  expect(folders).toContain('.');
});

describe.each(folders)('the project %s', (folder) => {
  it('has no differences, and after dropping any object, exactly that object is reported', async () => {
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

/** Runs the command on a copy of the database. This takes seconds, so only one object is tested. */
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

/** The kind is `type` if there are types, and otherwise `index`, which every project has. */
function isOneOfMany({ kind }: CatalogObject, _index: number, all: readonly CatalogObject[]): boolean {
  return kind === (all.some((one) => one.kind === 'type') ? 'type' : 'index');
}
