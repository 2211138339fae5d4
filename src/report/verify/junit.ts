import type { VerifyReport } from '../../verify/verify-report.js';
import { junitXml, type JunitCase } from '../text/junit-xml.js';
import { createPaint } from '../text/paint.js';
import { casesOf, type VerifyCase } from './cases.js';
import { findingLines } from './finding-text.js';
import { migrationTexts, objectText, wordsFor } from './words.js';

/** One test case for each table, enum and other category, and for each extra object. */
export function verifyToJunit(report: VerifyReport): string {
  const { milliseconds, server } = report;
  return junitXml({
    name: `roundtrip verify, PostgreSQL ${server.version}`,
    milliseconds,
    cases: [...migrationCases(report), ...casesOf(report).map((one) => testCase(one, report))],
  });
}

function testCase(one: VerifyCase, report: VerifyReport): JunitCase {
  return { attributes: attributesOf(one.name), milliseconds: 0, outcome: outcomeOf(one, report) };
}

function outcomeOf({ findings, compared }: VerifyCase, { with: other }: VerifyReport): JunitCase['outcome'] {
  const [first] = findings;
  if (!first) return { kind: 'passed', output: compared };
  const { changes } = wordsFor(other);
  const plain = createPaint('never');
  return {
    kind: 'failure',
    type: first.change,
    message: findings.map((one) => `${objectText(one)}: ${changes[one.change]}`).join(', '),
    text: findings
      .flatMap((one) => [...findingLines(one, plain), ...repairLines(one.repair.database)])
      .join('\n'),
  };
}

function repairLines(sql: string | null): readonly string[] {
  return sql === null ? [] : ['to repair:', ...sql.split('\n').map((line) => `  ${line}`)];
}

/** Applied migrations are compared only between two databases. */
function migrationCases({ with: other }: VerifyReport): readonly JunitCase[] {
  if (other.kind === 'migrations') return [];
  const texts = migrationTexts(other);
  const attributes = attributesOf('applied migrations');
  const outcome: JunitCase['outcome'] =
    texts.length === 0
      ? { kind: 'passed', output: '' }
      : { kind: 'failure', type: 'migrations', message: texts.join(', '), text: texts.join('\n') };
  return [{ attributes, milliseconds: 0, outcome }];
}

function attributesOf(name: string): JunitCase['attributes'] {
  return { name, classname: 'roundtrip.verify' };
}
