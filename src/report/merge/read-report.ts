import { DatabaseError, UsageError, type RoundtripError } from '../../errors.js';
import type { ProveResult } from '../prove/json.js';

/** A report to merge, and the file that it is from. */
export interface ReportOf<T> {
  readonly file: string;
  readonly result: T;
}

const proveFormat = 'roundtrip.prove/1';

/**
 * Reads reports of `prove --json`.
 * @throws UsageError naming the files that are something else, or reports of other commands
 * @throws the error of a run that failed
 */
export function readReports(
  texts: readonly { readonly file: string; readonly text: string }[],
): readonly ReportOf<ProveResult>[] {
  const documents = texts.map(({ file, text }) => ({ file, document: parse(file, text) }));
  const formats = new Map(documents.map(({ file, document }) => [file, formatOf(document)]));
  const notReports = [...formats].flatMap(([file, format]) => (format === undefined ? [file] : []));
  if (notReports.length > 0)
    throw new UsageError(`${notReports.join(', ')} is not a report of roundtrip`, { remedy: howToWrite });
  const failed = documents.find(({ file }) => formats.get(file) === 'roundtrip.error/1');
  if (failed) throw failureOf(failed.file, failed.document as ErrorDocument);
  assertSameFormat(formats);
  const incomplete = documents.filter(({ document }) => !isProveResult(document)).map(({ file }) => file);
  if (incomplete.length > 0)
    throw new UsageError(`${incomplete.join(', ')} is not a complete report`, { remedy: howToWrite });
  return documents.map(({ file, document }) => ({ file, result: document as ProveResult }));
}

const howToWrite = 'Write it with prove --shard I/N --report FILE.json, or prove --shard I/N --json > FILE.';

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new UsageError(`${file} is not valid JSON`, { remedy: howToWrite, cause });
  }
}

function formatOf(document: unknown): string | undefined {
  const format = isRecord(document) ? document.format : undefined;
  return typeof format === 'string' && format.startsWith('roundtrip.') ? format : undefined;
}

function assertSameFormat(formats: ReadonlyMap<string, string | undefined>): void {
  const others = [...formats].filter(([, format]) => format !== proveFormat);
  if (others.length === 0) return;
  const list = [...formats].map(([file, format]) => `${file} (${format})`).join(', ');
  const [, other] = others[0] ?? [];
  throw new UsageError(
    others.length < formats.size
      ? `the reports are of different formats: ${list}`
      : `reports of the format ${other} are not merged: ${others.map(([file]) => file).join(', ')}`,
    { remedy: remedies[other ?? ''] ?? `Only shards of one proof are merged, in the format ${proveFormat}.` },
  );
}

const remedies: Readonly<Record<string, string>> = {
  'roundtrip.verify/1': 'A report of verify is about one database as a whole, so there is nothing to join.',
};

interface ErrorDocument {
  readonly error?: { readonly code?: string; readonly message?: string; readonly remedy?: string | null };
}

/** With the exit code that the run itself had. */
function failureOf(file: string, { error = {} }: ErrorDocument): RoundtripError {
  const details = { remedy: error.remedy ?? 'Repeat this shard.' };
  const message = `${file}: the run failed: ${error.message ?? 'unknown error'}`;
  const isDatabase = error.code === 'database' || error.code === 'unexpected';
  return isDatabase ? new DatabaseError(message, details) : new UsageError(message, details);
}

function isProveResult(document: unknown): boolean {
  if (!isRecord(document)) return false;
  const { verdict, server, migrations, compared, milliseconds } = document;
  return (
    typeof verdict === 'string' &&
    isRecord(server) &&
    isRecord(compared) &&
    typeof milliseconds === 'number' &&
    Array.isArray(migrations) &&
    migrations.every(isProvenMigration)
  );
}

function isProvenMigration(one: unknown): boolean {
  return (
    isRecord(one) &&
    typeof one.name === 'string' &&
    typeof one.verdict === 'string' &&
    typeof one.file === 'string' &&
    Array.isArray(one.traces) &&
    isRecord(one.milliseconds)
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
