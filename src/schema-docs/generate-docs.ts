import { isAbsolute, relative, sep } from 'node:path';
import { buildModel } from './model/build-model.js';
import { renderDocs, type DocsFiles } from './render-docs.js';
import { writeSchemaSql } from './sql/write-schema-sql.js';
import { replaySchema, type ReplayedSchema, type ReplaySchemaOptions } from './replay-schema.js';

export interface GenerateOptions extends ReplaySchemaOptions {
  /** Absolute path of the folder that the files are for; links are relative to it. */
  readonly directory: string;
  /** Absolute path of the project; files outside of it are not linked. */
  readonly projectDirectory: string;
}

export interface GeneratedDocs {
  readonly files: DocsFiles;
  /** The changes of each migration. */
  readonly steps: ReplayedSchema['steps'];
  /** Number of tables and views that have a page. */
  readonly relations: number;
}

/** Generates the reference of the schema that the migrations create, without writing it. */
export async function generateDocs(options: GenerateOptions): Promise<GeneratedDocs> {
  const replayed = await replaySchema(options);
  const sql = await writeSchemaSql(replayed, options);
  const model = buildModel(replayed);
  const paths = new Map(model.migrations.map(({ name, path }) => [name, linkPath(path, options)]));
  const files = await renderDocs(model, { sourceOf: (migration) => paths.get(migration) });
  return {
    files: new Map([...files, ['schema.sql', sql]]),
    relations: model.relations.length,
    steps: replayed.steps,
  };
}

/** Returns the path from the pages to a file of the project; it is the same on every machine. */
function linkPath(
  path: string,
  { directory, projectDirectory }: Pick<GenerateOptions, 'directory' | 'projectDirectory'>,
): string | undefined {
  const isInside = [path, directory].every((one) => isWithin(projectDirectory, one));
  return isInside ? relative(directory, path).replaceAll(sep, '/') : undefined;
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
