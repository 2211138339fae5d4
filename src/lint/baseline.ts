import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UsageError, messageOf } from '../errors.js';
import type { Finding } from './finding.js';
import { openFindings, type LintedMigration } from './lint-report.js';

/** Findings that a project had when it began to lint. Each is recognised by its statement, not by its line. */
export interface Baseline {
  readonly format: 'roundtrip.lint-baseline/1';
  readonly findings: readonly BaselineEntry[];
}

interface BaselineEntry {
  readonly migration: string;
  readonly direction: Finding['direction'];
  readonly rule: string;
  readonly relation: string | null;
  /** Hash of the statement, without the space around and between its words. */
  readonly statement: string | null;
}

export function toBaseline(migrations: readonly LintedMigration[]): Baseline {
  const findings = migrations.flatMap((linted) =>
    openFindings(linted).map((finding) => entryOf(linted.migration.name, finding)),
  );
  return { format: 'roundtrip.lint-baseline/1', findings };
}

/** @throws UsageError when the file is no baseline */
export async function readBaseline(path: string): Promise<Baseline> {
  try {
    const baseline = JSON.parse(await readFile(path, 'utf8')) as Partial<Baseline>;
    if (isBaseline(baseline)) return baseline;
  } catch (cause) {
    throw new UsageError(`the baseline ${path} cannot be read: ${messageOf(cause)}`, {
      remedy: howToWrite,
      cause,
    });
  }
  throw new UsageError(`${path} is no baseline of roundtrip lint`, { remedy: howToWrite });
}

function isBaseline(value: Partial<Baseline>): value is Baseline {
  return value.format === 'roundtrip.lint-baseline/1' && Array.isArray(value.findings);
}

const howToWrite = 'Write one: roundtrip lint --write-baseline FILE';

/** Marks the findings that the baseline has as suppressed. */
export function applyBaseline(
  migrations: readonly LintedMigration[],
  { findings: entries }: Baseline,
): readonly LintedMigration[] {
  const known = new Set(entries.map((entry) => keyOf(entry)));
  return migrations.map((linted) => ({
    ...linted,
    findings: linted.findings.map((finding) => {
      const isKnown = !finding.suppressed && known.has(keyOf(entryOf(linted.migration.name, finding)));
      return isKnown ? { ...finding, suppressed: { reason: 'in the baseline', by: 'baseline' } } : finding;
    }),
  }));
}

function entryOf(migration: string, { direction, rule, relation, sql }: Finding): BaselineEntry {
  const statement = sql === undefined ? null : hashOf(sql);
  return { migration, direction, rule, relation: relation ?? null, statement };
}

function keyOf({ migration, direction, rule, relation, statement }: BaselineEntry): string {
  return JSON.stringify([migration, direction, rule, relation, statement]);
}

function hashOf(sql: string): string {
  return createHash('sha256').update(sql.replaceAll(/\s+/g, ' ').trim()).digest('hex').slice(0, 16);
}
