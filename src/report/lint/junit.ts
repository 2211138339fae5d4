import { relative } from 'node:path';
import { openFindings, type LintedMigration, type LintReport } from '../../lint/lint-report.js';
import { createPaint } from '../text/paint.js';
import { junitXml, type JunitCase } from '../text/junit-xml.js';
import { renderFinding } from './text.js';

/** One test case for each migration, which fails with its errors. */
export function lintToJunit({ migrations, milliseconds }: LintReport, cwd: string): string {
  return junitXml({
    name: 'roundtrip lint',
    milliseconds,
    cases: migrations.map((linted) => testCase(linted, cwd)),
  });
}

function testCase(linted: LintedMigration, cwd: string): JunitCase {
  const { migration, up, down } = linted;
  const file = relative(cwd, migration.path);
  return {
    attributes: { name: migration.name, classname: 'roundtrip.lint', file },
    milliseconds: (up.trace?.milliseconds ?? 0) + (down.trace?.milliseconds ?? 0),
    outcome: outcomeOf(linted, cwd),
  };
}

function outcomeOf(linted: LintedMigration, cwd: string): JunitCase['outcome'] {
  const open = openFindings(linted);
  const options = { paint: createPaint('never'), cwd, show: 'open' } as const;
  const text = open.map((finding) => renderFinding(finding, options)).join('\n\n');
  const [error] = open.filter(({ severity }) => severity === 'error');
  if (!error) return { kind: 'passed', output: text };
  return { kind: 'failure', message: error.message, type: error.rule, text };
}
