import type { ServerInfo } from '../database/session.js';
import type { Migration } from '../migrations/migration.js';
import type { Finding } from './finding.js';
import type { Severity } from './rules/rule.js';
import type { StepStatements } from './statements/step-statements.js';

export interface LintedMigration {
  readonly migration: Migration;
  readonly up: StepStatements;
  readonly down: StepStatements;
  /** All findings: cleared and suppressed ones, too. */
  readonly findings: readonly Finding[];
}

export interface LintReport {
  /** The server that the migrations ran on; `undefined` where none did. */
  readonly server: ServerInfo | undefined;
  readonly migrations: readonly LintedMigration[];
  readonly milliseconds: number;
}

/** The findings that count: neither cleared nor suppressed. */
export function openFindings({ findings }: Pick<LintedMigration, 'findings'>): readonly Finding[] {
  return findings.filter(({ status, suppressed }) => status !== 'cleared' && !suppressed);
}

export function countFindings({
  migrations,
}: Pick<LintReport, 'migrations'>): Readonly<Record<Severity, number>> {
  const open = migrations.flatMap(openFindings);
  const number = (severity: Severity) => open.filter((one) => one.severity === severity).length;
  return { error: number('error'), warning: number('warning'), info: number('info') };
}
