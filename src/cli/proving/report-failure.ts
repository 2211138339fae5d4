import type { Config } from '../../config/config.js';
import { InterruptedError } from '../../errors.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import { explainError } from '../../report/text/error-report.js';
import { failureAnnotation, failureFile } from '../../report/text/failure-files.js';
import type { Context } from '../context.js';
import { writeReports } from '../report-files.js';
import { repositoryRoot } from '../repository-root.js';
import type { Request } from './prepare.js';

/** Writes the reports and the annotation of a proof that could not be made, and throws its error again. */
export async function reportFailure(
  context: Context,
  { reportFiles, config }: Request,
  error: unknown,
): Promise<never> {
  const { terminal, env, cwd } = context;
  if (error instanceof InterruptedError) throw error;
  const explained = explainError(error);
  const failure = {
    command: 'roundtrip prove',
    error: explained,
    files: await pathsOf(config),
    root: repositoryRoot(env, cwd),
  };
  // The first error counts, also where a report cannot be written.
  await writeReports(reportFiles, (form) => failureFile(form, failure)).catch((cause: unknown) => {
    terminal.note(explainError(cause).message);
  });
  if (env.GITHUB_ACTIONS === 'true')
    terminal.command(failureAnnotation(failure, { workspace: env.GITHUB_WORKSPACE, cwd }));
  throw error;
}

/** None where the files themselves are the mistake, such as two of one name. */
async function pathsOf({ migrations }: Config): Promise<readonly string[]> {
  const files = await findMigrationFiles(migrations).catch(() => []);
  return files.map(({ path }) => path);
}
