import { relative } from 'node:path';
import type { ServerInfo } from '../../database/session.js';
import type { Finding } from '../../lint/finding.js';
import type { LintReport, LintedMigration } from '../../lint/lint-report.js';
import { stepToJson, type StatementResult } from '../effects/json.js';
import type { StepStatements } from '../../lint/statements/step-statements.js';

/** Output of `lint --json`; docs/json.md describes each field. */
export interface LintResult {
  readonly format: 'roundtrip.lint/1';
  /** `null` where no migration was run. */
  readonly server: Pick<ServerInfo, 'version' | 'kind'> | null;
  readonly migrations: readonly LintedMigrationResult[];
}

export interface LintedMigrationResult {
  readonly name: string;
  readonly file: string;
  readonly statements: readonly LintedStatement[];
  readonly findings: readonly LintFinding[];
}

/** What a statement did on the scratch database; of one that was not run, only what is known from the files. */
export type LintedStatement =
  | StatementResult
  | (Pick<StatementResult, 'direction' | 'index' | 'line' | 'sql' | 'locks' | 'rewrites' | 'scans'> & {
      readonly milliseconds: null;
    });

export interface LintFinding extends Pick<
  Finding,
  'rule' | 'severity' | 'direction' | 'status' | 'message' | 'advice'
> {
  /** Index of the statement; `null` for findings about a whole direction. */
  readonly statement: number | null;
  readonly relation: string | null;
  /** Path from the folder of the project, 1-based line and column. */
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly suppressed: { readonly reason: string } | null;
}

/** The format of `lint --json`; its fields are a contract. Paths are relative to `cwd`. */
export function lintToJson({ server, migrations }: LintReport, cwd: string): LintResult {
  return {
    format: 'roundtrip.lint/1',
    server: server ? { version: server.version, kind: server.kind } : null,
    migrations: migrations.map((linted) => migrationToJson(linted, cwd)),
  };
}

function migrationToJson(
  { migration, up, down, findings }: LintedMigration,
  cwd: string,
): LintedMigrationResult {
  return {
    name: migration.name,
    file: relative(cwd, migration.path),
    statements: [up, down].flatMap(statementsToJson),
    findings: findings.map((finding) => findingToJson(finding, cwd)),
  };
}

function statementsToJson({ direction, statements, trace }: StepStatements): readonly LintedStatement[] {
  if (trace) return stepToJson(trace);
  return statements.map(({ index, line, sql }) => ({
    direction,
    index,
    line: line ?? null,
    sql,
    milliseconds: null,
    locks: [],
    rewrites: [],
    scans: [],
  }));
}

function findingToJson(finding: Finding, cwd: string): LintFinding {
  const { rule, severity, direction, statement, relation, status, message, advice, place, suppressed } =
    finding;
  return {
    rule,
    severity,
    direction,
    statement: statement ?? null,
    relation: relation ?? null,
    status,
    message,
    advice,
    file: relative(cwd, place.path),
    line: place.line ?? null,
    column: place.column ?? null,
    suppressed: suppressed ?? null,
  };
}
