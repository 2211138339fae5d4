import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { UsageError } from '../../errors.js';
import type { ProofReport } from '../../prove/proof-report.js';
import type { ProofFileOptions } from '../../report/prove-file-options.js';
import { rendererFor, reportEndings } from '../../report/prove-files.js';

/** A file that `--report` asks for. */
export interface ReportFile {
  readonly path: string;
  readonly render: (report: ProofReport, options: ProofFileOptions) => string;
}

/** @throws UsageError naming every file whose ending no report has */
export function parseReportFiles(files: readonly string[], cwd: string): readonly ReportFile[] {
  const parsed = files.map((file) => ({
    path: resolve(cwd, file),
    render: rendererFor(extname(file)),
    file,
  }));
  const unknown = parsed.filter(({ render }) => !render).map(({ file }) => file);
  if (unknown.length > 0) {
    throw new UsageError(`--report ${unknown.join(', ')}: unknown ending`, {
      remedy: `A report ends in ${reportEndings.join(', ')}.`,
    });
  }
  return parsed.flatMap(({ path, render }) => (render ? [{ path, render }] : []));
}

/** @throws UsageError when a file cannot be written */
export async function writeReports(
  files: readonly ReportFile[],
  report: ProofReport,
  options: ProofFileOptions,
): Promise<void> {
  for (const { path, render } of files) {
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, render(report, options));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new UsageError(`the report ${path} cannot be written: ${reason}`, {
        remedy: 'Name another file with --report.',
        cause,
      });
    }
  }
}
