import { relative } from 'node:path';
import { isFinding, type MigrationProof, type ProofReport } from '../prove/proof-report.js';
import { createPaint } from './paint.js';
import { findingLines } from './prove-finding.js';
import type { ProofFileOptions } from './prove-file-options.js';
import { headline, verdictTexts } from './prove-words.js';

/** JUnit XML as CI servers read it: one suite, one test case for each migration. */
export function proofToJunit(report: ProofReport, options: ProofFileOptions): string {
  const { migrations, milliseconds, server } = report;
  const outcomes = migrations.map((proof) => outcomeOf(proof, options));
  const suite = {
    name: `roundtrip prove, PostgreSQL ${server.version}`,
    tests: migrations.length,
    failures: outcomes.filter((outcome) => outcome === 'failure').length,
    errors: 0,
    skipped: outcomes.filter((outcome) => outcome === 'skipped').length,
    time: seconds(milliseconds),
  };
  const cases = migrations.map((proof) => testCase(proof, options));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${attributes(suite)}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

type Outcome = 'passed' | 'skipped' | 'failure';

function outcomeOf(proof: MigrationProof, options: ProofFileOptions): Outcome {
  if (proof.verdict === 'not-run') return 'skipped';
  if (isFinding(proof, options)) return 'failure';
  return proof.verdict === 'declared-irreversible' ? 'skipped' : 'passed';
}

function testCase(proof: MigrationProof, options: ProofFileOptions): string {
  const { name, place, milliseconds: took } = proof;
  const head = attributes({
    name,
    classname: 'roundtrip.prove',
    file: relative(options.cwd, place.path),
    ...(place.line === undefined ? {} : { line: place.line }),
    time: seconds((took.up ?? 0) + (took.down ?? 0) + (took.upAgain ?? 0) + took.catalog),
  });
  const body = bodyOf(proof, options);
  return body === '' ? `    <testcase${head}/>` : `    <testcase${head}>${body}</testcase>`;
}

function bodyOf(proof: MigrationProof, options: ProofFileOptions): string {
  const text = findingLines(proof, createPaint('never')).join('\n');
  const outcome = outcomeOf(proof, options);
  switch (outcome) {
    case 'passed':
      return text === '' ? '' : `<system-out>${escapeXml(text)}</system-out>`;
    case 'skipped':
      return `<skipped${attributes({ message: proof.notes[0] ?? verdictTexts[proof.verdict] })}/>`;
    case 'failure':
      return `<failure${attributes({ message: headline(proof), type: proof.verdict })}>${escapeXml(text)}</failure>`;
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that XML 1.0 (section 2.2) has no way to write: control characters and lone surrogates. */
// eslint-disable-next-line no-control-regex -- these are the characters that are meant
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replaceAll('\r', '&#13;')
    .replace(notInXml, '\ufffd');
}
