import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { UsageError, messageOf } from '../errors.js';
import { reportFormOf, reportForms, type ReportForm } from '../report/text/report-form.js';

/** A file given with `--report`. */
export interface ReportFile {
  readonly path: string;
  readonly form: ReportForm;
}

/** @throws UsageError naming every file whose ending no report has */
export function parseReportFiles(files: readonly string[], cwd: string): readonly ReportFile[] {
  const parsed = files.map((file) => ({
    path: resolve(cwd, file),
    form: reportFormOf(extname(file)),
    file,
  }));
  const unknown = parsed.filter(({ form }) => !form).map(({ file }) => file);
  if (unknown.length > 0) {
    throw new UsageError(`--report ${unknown.join(', ')}: unknown file extension`, {
      remedy: `The file name of a report must end in ${Object.keys(reportForms).join(', ')}.`,
    });
  }
  return parsed.flatMap(({ path, form }) => (form ? [{ path, form }] : []));
}

/** @throws UsageError when a file cannot be written */
export async function writeReports(
  files: readonly ReportFile[],
  render: (form: ReportForm) => string,
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
