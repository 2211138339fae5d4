import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generate, type GenerateOptions } from '../../../../src/library/generate.js';
import type { GenerateResult } from '../../../../src/report/generate/json.js';
import { createProject, type Files, type Project } from '../../cli/support/project.js';
import { createScratch, type Scratch } from '../../../support/scratch.js';

/** Creates projects with a migration that runs SQL, and a source `schema.sql`. */
export interface GenerateBench {
  readonly url: string;
  readonly scratch: Scratch;
  /**
   * Creates a project whose migration creates the schema `migrated`, and whose source is the schema `source`.
   */
  project(migrated: string, source: string, files?: Files): Promise<Project>;
}

export function useGenerateBench(): GenerateBench {
  let scratch: Scratch | undefined;
  const projects: Project[] = [];
  beforeAll(async () => {
    scratch = await createScratch();
  });
  afterAll(async () => {
    await scratch?.drop();
    for (const project of projects) await project.remove();
  });
  const present = () => {
    if (!scratch) throw new Error('the scratch database is made in beforeAll');
    return scratch;
  };
  return {
    get url() {
      return present().url;
    },
    get scratch() {
      return present();
    },
    project: async (migrated, source, files = {}) => {
      const first = `export function up(pgm) { pgm.sql(${JSON.stringify(migrated)}); }\nexport const down = false;\n`;
      const project = await createProject(
        {
          'package.json': '{"type": "module"}',
          'migrations/1000000000000_first.js': first,
          'schema.sql': source,
          ...files,
        },
        { DATABASE_URL: present().url },
      );
      projects.push(project);
      return project;
    },
  };
}

export function generateIn(
  project: Project,
  options: GenerateOptions & { url: string },
): Promise<GenerateResult> {
  const { url, ...others } = options;
  return generate({ cwd: project.directory, databaseUrl: url, from: 'schema.sql', name: 'next', ...others });
}

/** The texts of all migrations except the first, by name without number. */
export async function written({ directory }: Project): Promise<Readonly<Record<string, string>>> {
  const folder = join(directory, 'migrations');
  const files = (await readdir(folder)).sort().slice(1);
  const texts = files.map(
    async (name) => [name.replace(/^\d+_/, ''), await readFile(join(folder, name), 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
}
