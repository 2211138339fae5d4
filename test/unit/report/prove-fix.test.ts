import type { Fix, MigrationProof } from '../../../src/prove/proof-report.js';
import { renderFinding } from '../../../src/report/prove/finding.js';
import { proofToJson } from '../../../src/report/prove/json.js';
import { proofToJunit } from '../../../src/report/prove/junit.js';
import { proofToMarkdown } from '../../../src/report/prove/markdown.js';
import { renderProofSummary } from '../../../src/report/prove/text.js';
import { createPaint } from '../../../src/report/text/paint.js';
import { leaving, proofOf, reportOf } from '../prove/support/proofs.js';

const options = { paint: createPaint('never'), cwd: '/project', strict: 'off' } as const;
const fix: Fix = {
  outcome: 'fixed',
  how: 'added',
  edit: { path: '/project/migrations/1_one.ts', before: 'a\n', after: 'a\r\nDROP TYPE public.mood;\n' },
  found: leaving,
  proven: proofOf({}),
};
const fixed: MigrationProof = { ...proofOf({}), fix };
const diff = [
  '--- a/migrations/1_one.ts',
  '+++ b/migrations/1_one.ts',
  '@@ -1,1 +1,2 @@',
  '-a',
  '+a\r',
  '+DROP TYPE public.mood;',
];

describe('the report of a fixed migration', () => {
  it('contains the finding, the result and the edit, but no advice that is no longer needed', () => {
    expect(renderFinding(fixed, options).split('\n')).toEqual([
      '1_one  migrations/1_one.ts:7',
      '  type public.mood is left behind',
      '    + enum (sad, ok)',
      '  fixed: the repair is added to the down; proven: reversible',
      ...diff.map((line) => `  ${line.trimEnd()}`),
    ]);
    expect(renderProofSummary(reportOf(fixed), options)).toMatch(
      /^1 migration: reversible, .*\n.*\nfixed 1 of 1 finding$/,
    );
  });

  it('contains in JSON the verdicts before and after the fix, and a diff that git can apply', () => {
    const [first] = proofToJson(reportOf(fixed), '/project').migrations;
    expect([first?.verdict, first?.fix]).toEqual([
      'reversible',
      {
        outcome: 'fixed',
        how: 'added',
        file: 'migrations/1_one.ts',
        diff: `${diff.join('\n')}\n`,
        found: { verdict: 'leaves-traces', traces: leaving.traces },
        proven: { verdict: 'reversible', traces: [] },
      },
    ]);
  });

  it('passes in JUnit, and contains the diff in Markdown', () => {
    const report = reportOf(fixed);
    expect(proofToJunit(report, options)).toContain('failures="0"');
    expect(proofToJunit(report, options)).toContain('<system-out>type public.mood is left behind');
    const markdown = proofToMarkdown(report, options);
    expect(markdown).toContain('Fixed: the repair is added to the down; proven: reversible.');
    expect(markdown).toContain('```diff\n--- a/migrations/1_one.ts\n');
  });
});

describe('the report of a migration that is not fixed', () => {
  const failed: MigrationProof = {
    ...leaving,
    fix: { outcome: 'not-fixed', reason: 'the file is read-only' },
  };

  it('contains the finding with its repair, and the reason', () => {
    expect(renderFinding(failed, options)).toContain(
      'to repair, add to the down:\n    DROP TYPE public.mood;',
    );
    expect(renderFinding(failed, options)).toMatch(/\n {2}not fixed: the file is read-only$/);
    expect(proofToMarkdown(reportOf(failed), options)).toContain('\n\nNot fixed: the file is read-only.\n');
    expect(proofToJson(reportOf(failed), '/project').migrations[0]?.fix).toEqual(failed.fix);
  });

  it('of a dry run shows the possible fix and the data that would still be lost', () => {
    const proposed: MigrationProof = {
      ...leaving,
      fix: {
        ...fix,
        outcome: 'proposed',
        proven: proofOf({ verdict: 'loses-data', notes: ['rows are lost'] }),
      },
    };
    const text = renderFinding(proposed, options);
    expect(text).toContain(
      'could be fixed, the file is unchanged: the repair is added to the down; proven: loses data',
    );
    expect(text).toMatch(/\n {2}after the fix:\n {2}rows are lost\n/);
    expect(renderProofSummary(reportOf(proposed), options)).toMatch(/\ncould fix 1 of 1 finding$/);
  });
});
