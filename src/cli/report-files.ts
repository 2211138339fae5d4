import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { UsageError, messageOf } from '../errors.js';
import { codeReportEndings, codeReportFormOf, type CodeReportForm } from '../report/text/code-report-form.js';
import { reportFormOf, reportForms, type ReportForm } from '../report/text/report-form.js';

/** A file given with `--report`. */
export interface ReportFile<F = ReportForm> {
  readonly path: string;
  readonly form: F;
}

/** How the name of a report file tells its form. */
interface FormChoice<F> {
  readonly formOf: (file: string) => F | undefined;
  /** The known endings, for messages. */
  readonly endings: readonly string[];
}

const usualForms: FormChoice<ReportForm> = {
  formOf: (file) => reportFormOf(extname(file)),
  endings: Object.keys(reportForms),
};

/** Forms of reports about places in files. */
export const codeReportForms: FormChoice<CodeReportForm> = {
  formOf: codeReportFormOf,
  endings: codeReportEndings,
};

/** @throws UsageError naming every file whose ending no report has */
export function parseReportFiles(files: readonly string[], cwd: string): readonly ReportFile[] {
  return parseFilesOf(usualForms, files, cwd);
}

/** @throws UsageError naming every file whose name no report has */
export function parseFilesOf<F>(
  { formOf, endings }: FormChoice<F>,
  files: readonly string[],
  cwd: string,
): readonly ReportFile<F>[] {
  const parsed = files.map((file) => ({ path: resolve(cwd, file), form: formOf(file), file }));
  const unknown = parsed.filter(({ form }) => form === undefined).map(({ file }) => file);
  if (unknown.length > 0) {
    throw new UsageError(`--report ${unknown.join(', ')}: unknown file extension`, {
      remedy: `The file name of a report must end in ${endings.join(', ')}.`,
    });
  }
  return parsed.flatMap(({ path, form }) => (form === undefined ? [] : [{ path, form }]));
}

/** @throws UsageError when a file cannot be written */
export async function writeReports<F>(
  files: readonly ReportFile<F>[],
  render: (form: F) => string,
): Promise<void> {
  for (const { path, form } of files) {
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, render(form));
    } catch (cause) {
      const reason = messageOf(cause);
      throw new UsageError(`the report ${path} cannot be written: ${reason}`, {
        remedy: 'Name another file with --report.',
        cause,
      });
    }
  }
}
