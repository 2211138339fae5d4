import { relative } from 'node:path';
import type { RehearsalReport, RehearsedMigration } from '../../rehearse/rehearsal-report.js';
import { junitXml, type JunitCase } from '../text/junit-xml.js';
import { createPaint } from '../text/paint.js';
import { renderRehearsed } from './text.js';

/** One test case for each migration, which passes if it is ready. */
export function rehearsalToJunit(
  { migrations, notRun, milliseconds, server }: RehearsalReport,
  cwd: string,
): string {
  return junitXml({
    name: `roundtrip rehearse, PostgreSQL ${server.version}`,
    milliseconds,
    cases: [
      ...migrations.map((migration) => testCase(migration, cwd)),
      ...notRun.map((name): JunitCase => ({
        attributes: { name, classname: 'roundtrip.rehearse' },
        milliseconds: 0,
        outcome: { kind: 'skipped', message: 'an earlier migration failed' },
      })),
    ],
  });
}

function testCase(migration: RehearsedMigration, cwd: string): JunitCase {
  const { name, path, verdict, reasons, up, down, upAgain } = migration;
  const text = renderRehearsed(migration, { paint: createPaint('never'), cwd });
  const steps = [up, down, upAgain];
  return {
    attributes: { name, classname: 'roundtrip.rehearse', file: relative(cwd, path) },
    milliseconds: steps.reduce((sum, step) => sum + (step?.milliseconds ?? 0), 0),
    outcome:
      verdict === 'ready'
        ? { kind: 'passed', output: text }
        : { kind: 'failure', message: reasons.join('; '), type: verdict, text },
  };
}
