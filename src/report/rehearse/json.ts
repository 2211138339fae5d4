import { relative } from 'node:path';
import type { Latencies } from '../../rehearse/load/samples.js';
import type {
  LoadReport,
  Measures,
  RehearsalReport,
  RehearsedMigration,
  StepReport,
} from '../../rehearse/rehearsal-report.js';
import { roundMilliseconds } from '../text/format-number.js';

/** The format of `rehearse --json`, a contract; docs/json.md describes each key. */
export function rehearsalToJson(report: RehearsalReport, cwd: string): object {
  const { verdict, snapshot, server, settings, databaseBytes, tables, budgets, load, migrations } = report;
  const { label, takenAt, bytes } = snapshot;
  return {
    format: 'roundtrip.rehearsal/1',
    verdict,
    snapshot: { takenAt, bytes, server: snapshot.server ?? null, source: label },
    server: { version: server.version, kind: server.kind },
    settings,
    databaseBytes,
    tables,
    budgets: { ...budgets, maxDuration: budgets.maxDuration ?? null },
    load: loadToJson(load),
    migrations: migrations.map((migration) => migrationToJson(migration, cwd)),
    notRun: report.notRun,
    notes: report.notes,
    milliseconds: roundMilliseconds(report.milliseconds),
  };
}

function migrationToJson(migration: RehearsedMigration, cwd: string) {
  const { name, path, verdict, reasons, up, down, upAgain, failure, lost } = migration;
  return {
    name,
    verdict,
    reasons,
    file: relative(cwd, path),
    up: stepToJson(up),
    down: stepToJson(down),
    upAgain: stepToJson(upAgain),
    error: failure ?? null,
    lost,
    differences: migration.differences,
    compared: migration.compared,
    written: migration.written,
    notes: migration.notes,
  };
}

function stepToJson(step: StepReport | undefined) {
  if (!step) return null;
  return {
    ...measuresToJson(step),
    transaction: step.transaction,
    statements: step.statements.map((one) => ({
      sql: one.sql,
      line: one.line ?? null,
      ...measuresToJson(one),
    })),
  };
}

function measuresToJson(measures: Measures) {
  const { at, milliseconds, rows, bytesBefore, bytesAfter, walBytes, temporaryBytes } = measures;
  const { load, longestLockWait } = measures;
  return {
    at: roundMilliseconds(at),
    milliseconds: roundMilliseconds(milliseconds),
    longestStall: roundMilliseconds(load?.longest ?? 0),
    longestLockWait: roundMilliseconds(longestLockWait),
    load: load ? latenciesToJson(load) : null,
    rows,
    bytesBefore,
    bytesAfter,
    walBytes,
    temporaryBytes,
  };
}

function latenciesToJson({ count, p50, p99, longest, errors }: Latencies) {
  return {
    count,
    p50: roundMilliseconds(p50),
    p99: roundMilliseconds(p99),
    longest: roundMilliseconds(longest),
    errors,
  };
}

function loadToJson({ origin, rate, connections, baseline, statements, timeline }: LoadReport) {
  return {
    origin,
    rate,
    connections,
    baseline: baseline ? latenciesToJson(baseline) : null,
    statements: statements.map(({ name, weight, load, firstError }) => ({
      name,
      weight,
      load: load ? latenciesToJson(load) : null,
      firstError: firstError ? { message: firstError.message, at: roundMilliseconds(firstError.at) } : null,
    })),
    timeline: timeline.map(({ p50, longest, ...bucket }) => ({
      ...bucket,
      p50: roundMilliseconds(p50),
      longest: roundMilliseconds(longest),
    })),
  };
}
