import { basename, relative } from 'node:path';
import { assertNever } from '../../errors.js';
import { codeBlock } from '../../html/page-parts.js';
import { reportPage } from '../html/report-page.js';
import { annotation, type AnnotationOptions } from './annotation.js';
import { errorToJson, type ErrorReport } from './error-report.js';
import { junitXml } from './junit-xml.js';
import { fence } from './markdown-syntax.js';
import type { CodeReportForm } from './code-report-form.js';
import { codeQualityIssue } from './code-quality-issue.js';
import { jsonFile } from './report-form.js';
import { sarifLog } from './sarif-log.js';

/** The failure of a command, for `--report` files. */
export interface Failure {
  /** `roundtrip prove` */
  readonly command: string;
  readonly error: ErrorReport;
  /** Paths of the migration files that may be at fault. */
  readonly files: readonly string[];
  /** Root of the repository. */
  readonly root: string;
}

/** Renders a file of `--report` for a failed command. */
export function failureFile(form: CodeReportForm, failure: Failure): string {
  const { command, error } = failure;
  const text = textOf(error);
  switch (form) {
    case 'junit':
      return junitXml({ name: command, milliseconds: 0, cases: [failedCase(command, error)] });
    case 'markdown':
      return `## ${command} failed\n\n${fence('text', text)}\n`;
    case 'html':
      return failurePage(command, error);
    case 'json':
      return jsonFile(errorToJson(error));
    case 'sarif':
      return jsonFile(sarifLog({ id: command.replace(' ', '-'), rules: [], results: [], failures: [text] }));
    case 'code quality':
      return jsonFile([failureIssue(failure)]);
    default:
      return assertNever(form);
  }
}

function failureIssue({ command, error, files, root }: Failure): object {
  const [message = ''] = error.message.split('\n');
  const { path = root, line } = locationIn(error.message, files, root) ?? {};
  const description = `${command} failed: ${message}`;
  const identity = [command, error.code, message];
  return codeQualityIssue({ description, rule: 'failed', severity: 'blocker', path, line, identity }, root);
}

function failurePage(command: string, error: ErrorReport): string {
  return reportPage({
    title: `${command} failed`,
    tone: 'bad',
    summary: [],
    body: [codeBlock(textOf(error))],
  });
}

function failedCase(command: string, error: ErrorReport) {
  const [message = ''] = error.message.split('\n');
  return {
    attributes: { name: command, classname: command.replace(' ', '.') },
    milliseconds: 0,
    outcome: { kind: 'failure', message, type: error.code, text: textOf(error) },
  } as const;
}

function textOf({ message, remedy }: ErrorReport): string {
  return remedy ? `${message}\n${remedy}` : message;
}

/** Returns a workflow command of GitHub Actions for the file and line that the error names, if any. */
export function failureAnnotation({ command, error, files }: Failure, options: AnnotationOptions): string {
  const place = locationIn(error.message, files, options.cwd);
  return annotation({ ...place, title: `${command} failed`, message: textOf(error) }, options);
}

/**
 * Finds a location in an error message, which begins with the file, and its line if known:
 * `migrations/2_mood.ts:3:7 cannot be loaded`.
 */
function locationIn(message: string, files: readonly string[], cwd: string) {
  for (const path of files) {
    const at = [relative(cwd, path), basename(path)]
      .map((name) => positionBehind(message, name))
      .find((position) => position !== undefined);
    if (at === undefined) continue;
    return { path, line: Number(/^:(\d+)/.exec(message.slice(at))?.[1] ?? 1) };
  }
  return undefined;
}

/** Returns the position after a name that is not part of a longer one: `11_a.sql` does not name `1_a.sql`. */
function positionBehind(message: string, name: string): number | undefined {
  for (let at = message.indexOf(name); at >= 0; at = message.indexOf(name, at + 1))
    if (!/[\w-]/.test(message[at - 1] ?? ' ')) return at + name.length;
  return undefined;
}
