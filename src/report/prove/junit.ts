import { relative } from 'node:path';
import { isFinding, type MigrationProof, type ProofReport } from '../../prove/proof-report.js';
import { junitXml, type JunitCase } from '../text/junit-xml.js';
import { createPaint } from '../text/paint.js';
import { commuteCases } from './commute.js';
import { findingLines } from './finding.js';
import type { ProofFileOptions } from './file-options.js';
import { orderCases } from './order.js';
import { headline, verdictTexts } from './words.js';

/** One test case for each migration. */
export function proofToJunit(report: ProofReport, options: ProofFileOptions): string {
  const { migrations, milliseconds, server } = report;
  return junitXml({
    name: `roundtrip prove, PostgreSQL ${server.version}`,
    milliseconds,
    cases: [...migrations.map((proof) => testCase(proof, options)), ...branchCases(options)],
  });
}

function branchCases({ branch = {}, cwd, strict }: ProofFileOptions): readonly JunitCase[] {
  const { order, commute } = branch;
  return [...(order ? orderCases(order, cwd) : []), ...(commute ? commuteCases(commute, strict) : [])];
}

function testCase(proof: MigrationProof, options: ProofFileOptions): JunitCase {
  const { name, place, milliseconds: took } = proof;
  return {
    attributes: {
      name,
      classname: 'roundtrip.prove',
      file: relative(options.cwd, place.path),
      ...(place.line === undefined ? {} : { line: place.line }),
    },
    milliseconds: (took.up ?? 0) + (took.down ?? 0) + (took.upAgain ?? 0) + took.catalog,
    outcome: outcomeOf(proof, options),
  };
}

function outcomeOf(proof: MigrationProof, options: ProofFileOptions): JunitCase['outcome'] {
  const skipped = { kind: 'skipped', message: proof.notes[0] ?? verdictTexts[proof.verdict] } as const;
  if (proof.verdict === 'not-run') return skipped;
  const text = findingLines(proof, { ...options, paint: createPaint('never') }).join('\n');
  if (isFinding(proof, options))
    return { kind: 'failure', message: headline(proof), type: proof.verdict, text };
  return proof.verdict === 'declared-irreversible' ? skipped : { kind: 'passed', output: text };
}
