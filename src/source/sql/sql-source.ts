import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { UsageError } from '../../errors.js';
import { loadSqlParser } from '../../sql-text/parser.js';
import { createSchema } from '../create-schema.js';
import {
  managesEverything,
  type Source,
  type SourceContext,
  type SourceSchema,
  type SourcePath,
} from '../source.js';
import { dropRoles, settleRoles } from './settle-roles.js';
import { parseScript, type ScriptStatement } from './parse-script.js';
import { readScriptText } from './script-text.js';
import { runnableStatements } from './runnable-statements.js';

export interface SqlFiles extends SourcePath {
  /** Absolute paths, in the order in which they run. */
  readonly files: readonly string[];
}

/** SQL files as the wanted schema: everything that they create, and nothing else. */
export function sqlSource(source: SqlFiles): Source {
  return { kind: 'sql', label: source.label, read: (context) => read(source, context) };
}

async function read(source: SqlFiles, context: SourceContext): Promise<SourceSchema> {
  const script = await readStatements(source, context);
  const roles = await settleRoles(script, context);
  const statements = runnableStatements(roles.statements, context);
  try {
    const created = await createSchema(context, { label: source.label, statements });
    return { ...created, runner: roles.owner ?? created.runner, ...managesEverything };
  } finally {
    await dropRoles(roles.created, context);
  }
}

/** @throws UsageError naming every file that PostgreSQL cannot parse, with the line */
async function readStatements(
  source: SqlFiles,
  { note }: SourceContext,
): Promise<readonly ScriptStatement[]> {
  await loadSqlParser();
  const scripts = await Promise.all(
    source.files.map(async (file) => readScriptText(labelOf(file, source), await readFile(file, 'utf8'))),
  );
  const parsed = scripts.map(parseScript);
  const mistakes = parsed.flatMap(({ mistake }) => mistake ?? []);
  if (mistakes.length > 0) {
    throw new UsageError(mistakes.join('\n'), { remedy: 'Nothing was run or written. Correct the file.' });
  }
  for (const text of scripts.flatMap(({ notes }) => notes)) note(text);
  const statements = parsed.flatMap((script) => script.statements);
  if (statements.length === 0) {
    throw new UsageError(`${source.label} contains no statement`, {
      remedy: 'An empty schema would drop everything that the migrations create. Give another source.',
    });
  }
  return statements;
}

/** `db/schema.sql`; within a folder `db/schema/1_tables.sql`. */
function labelOf(file: string, { path, label }: SqlFiles): string {
  return file === path ? label : join(dirname(label), basename(label), relative(path, file));
}
