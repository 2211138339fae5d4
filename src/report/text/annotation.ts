import { isAbsolute, relative } from 'node:path';

export interface AnnotationOptions {
  /** Root of the repository: GitHub shows paths from there. */
  readonly workspace: string | undefined;
  readonly cwd: string;
}

export interface Annotated {
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  readonly title: string;
  /** `error` unless given. */
  readonly level?: 'error' | 'warning' | 'notice';
  readonly message: string;
}

/** A workflow command (GitHub Docs, Workflow commands, "Setting an error message"). */
export function annotation(
  { path, line, title, message, level = 'error' }: Annotated,
  options: AnnotationOptions,
): string {
  const properties = {
    ...(path === undefined ? {} : { file: fromRepository(path, options), line: String(line ?? 1) }),
    title,
  };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${level} ${list.join(',')}::${escapeData(message)}`;
}

function fromRepository(path: string, { workspace, cwd }: AnnotationOptions): string {
  const shown = workspace ? relative(workspace, path) : '..';
  const outside = shown.startsWith('..') || isAbsolute(shown);
  return (outside ? relative(cwd, path) : shown).replaceAll('\\', '/');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
