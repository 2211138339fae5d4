import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { createPaint } from '../../../src/report/text/paint.js';
import { proofToAnnotations } from '../../../src/report/prove/annotations.js';
import { renderFinding } from '../../../src/report/prove/finding.js';
import { escapeXml } from '../../../src/report/text/junit-xml.js';
import { proofToJunit } from '../../../src/report/prove/junit.js';
import { proofToMarkdown } from '../../../src/report/prove/markdown.js';
import { renderFindings, renderProofSummary, renderProven } from '../../../src/report/prove/text.js';
import { leaving, leftType, proofOf, reportOf } from '../prove/support/proofs.js';

const options = { paint: createPaint('never'), strict: 'off', cwd: '/project' } as const;
const acceptance = {
  verdict: 'leaves-traces',
  object: '*',
  reason: 'known',
  path: '/project/migrations/1_one.ts',
  line: 3,
};

/** The location of an error in the code of the migration itself. */
const nowhere = { path: '/project/migrations/1_one.ts', line: undefined, excerpt: [] };

describe('the line that is printed for a proven migration', () => {
  it.each([
    [proofOf({}), '✓ 1_one  10 ms'],
    [leaving, '✗ 1_one  leaves traces  10 ms'],
    [proofOf({ verdict: 'reorders-columns' }), '! 1_one  reorders columns  10 ms'],
    [proofOf({ verdict: 'declared-irreversible' }), '! 1_one  declared irreversible  10 ms'],
    [{ ...leaving, accepted: [acceptance] }, '! 1_one  leaves traces, accepted  10 ms'],
    [proofOf({ staleAcceptances: [acceptance] }), '✗ 1_one  has an unused acceptance  10 ms'],
  ])('has a mark and the verdict (%#)', (proof, line) => {
    expect(renderProven(proof, options)).toBe(line);
  });
});

describe('a finding in the text report', () => {
  it('contains the object, both states, the location and the SQL that repairs everything', () => {
    expect(renderFinding(leaving, options)).toBe(
      `1_one  migrations/1_one.ts:7
  type public.mood is left behind
    + enum (sad, ok)
  to repair, add to the down:
    DROP TYPE public.mood;

  to accept it instead, add to the file, with your reason:
    // roundtrip: accept leaves-traces type public.mood: REASON`,
    );
  });

  it('contains each comment that accepts it once, and no comment for an unused acceptance', () => {
    const twice = renderFinding(
      { ...leaving, traces: [leftType, { ...leftType, change: 'changed' }] },
      options,
    );
    expect(twice.match(/accept leaves-traces type public\.mood/g)).toHaveLength(1);
    const stale = renderFinding(proofOf({ staleAcceptances: [acceptance] }), options);
    expect(stale).not.toContain('to accept it instead');
  });

  it('contains an explanation once if several traces share it, and the objects without a repair', () => {
    const lost = { ...leftType, kind: 'language', name: 'x', repair: null, explanation: 'Why.' } as const;
    const notRepaired = [{ kind: 'language', name: 'x', reason: 'nobody knows it' }] as const;
    const traces = [{ ...leftType, explanation: 'Why.' }, lost];
    const text = renderFinding({ ...leaving, traces, notRepaired }, options);
    expect(text.split('\n').filter((line) => line.includes('Why.'))).toHaveLength(1);
    expect(text).toContain('PostgreSQL has no statement that restores language x exactly: nobody knows it');
  });

  it('contains the rows that were not compared, and the acceptances', () => {
    const unfit = { compared: 'no', rows: 0, reason: 'a CHECK' } as const;
    const rows = [
      { table: 'public.a', ...unfit },
      { table: 'public.b', ...unfit },
    ];
    const text = renderFinding(proofOf({ rows, accepted: [acceptance] }), options);
    expect(text).toContain('  rows of public.a, public.b were not compared: a CHECK');
    expect(text).toContain('  accepted: leaves-traces *: known (line 3)');
  });

  it('contains the lines around the location at which a statement fails', () => {
    const at = { path: '/project/migrations/1_one.sql', line: 4, excerpt: ['  4 | DROP', '    |     ^'] };
    const error = { phase: 'down', message: 'no', code: '42P01', statement: 'DROP', at } as const;
    const lines = renderFinding(proofOf({ verdict: 'fails', error }), options).split('\n');
    expect(lines.slice(1, 4)).toEqual([
      '  the down fails: no (SQLSTATE 42P01)',
      '    4 | DROP',
      '      |     ^',
    ]);
  });

  it('mentions both ups if they give different results', () => {
    const text = renderFinding(proofOf({ verdict: 'not-repeatable', traces: [leftType] }), options);
    expect(text).toContain('type public.mood exists only after the second up');
  });
});

describe('the whole text report', () => {
  const notRun = proofOf({ name: '2_two', verdict: 'not-run' });

  it('lists the migrations that were not run, with the reason', () => {
    const failed = proofOf({
      verdict: 'fails',
      error: { phase: 'up', message: 'no', code: null, statement: null, at: nowhere },
    });
    expect(renderFindings(reportOf(failed, notRun), options)).toContain(
      'not run, because the up of 1_one fails: 2_two',
    );
    expect(renderFindings(reportOf(leaving, notRun), options)).toContain(
      'not run, because the proof stopped at the first finding: 2_two',
    );
  });

  it('contains nothing about migrations without a finding', () => {
    expect(renderFindings(reportOf(proofOf({})), options)).toBe('');
  });

  it('ends with the counts, the time, the server, and the objects and rows that were compared', () => {
    expect(
      renderProofSummary({ ...reportOf(leaving, notRun), notCompared: ['large object 1'] }, options),
    ).toBe(
      `2 migrations: not reversible, 1 with findings, 1 not run, in 1.2 s on PostgreSQL 18.4 (embedded)
compared 9 objects (1 table, 2 indexes, 2 policies, 2 statistics, 2 operator classes) and 3 rows
not compared: large object 1`,
    );
    expect(renderProofSummary(reportOf(proofOf({})), options)).toContain('1 migration: reversible, in 1.2 s');
  });
});

describe('JUnit XML', () => {
  const parser = new XMLParser({ ignoreAttributes: false, processEntities: true, trimValues: false });

  it('is valid and has the same content, whatever names and definitions contain', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (name, text) => {
        const proof = { ...leaving, name, traces: [{ ...leftType, after: text }] };
        const xml = proofToJunit(reportOf(proof), options);
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- the successor would be another package for one line
        expect(XMLValidator.validate(xml)).toBe(true);
      }),
    );
  });

  it.each([
    ['a & <b> "c" \'d\'', 'a &amp; &lt;b&gt; &quot;c&quot; &apos;d&apos;'],
    ['\u0000\u0007\u001b[31m', '\ufffd\ufffd\ufffd[31m'],
    ['\ud800 \ud83d\ude00', '\ufffd \ud83d\ude00'],
    ['tab\tline\nreturn\r', 'tab\tline\nreturn&#13;'],
  ])('writes %j as %j', (text, xml) => {
    expect(escapeXml(text)).toBe(xml);
  });

  it('contains findings as failures, unproven migrations as skipped, and remarks as output', () => {
    const report = reportOf(
      leaving,
      proofOf({ name: '2', verdict: 'declared-irreversible', notes: ['declared irreversible: why'] }),
      proofOf({ name: '3', verdict: 'not-run' }),
      proofOf({ name: '4', notes: ['the down is inferred'] }),
      proofOf({ name: '5', verdict: 'reorders-columns' }),
    );
    const { testsuites } = parser.parse(proofToJunit(report, options)) as {
      testsuites: { testsuite: { testcase: readonly object[] } };
    };
    expect(testsuites.testsuite).toMatchObject({ '@_tests': '5', '@_failures': '1', '@_skipped': '2' });
    expect(testsuites.testsuite.testcase).toMatchObject([
      {
        failure: {
          '@_message': 'leaves traces',
          '@_type': 'leaves-traces',
          '#text':
            'type public.mood is left behind\n  + enum (sad, ok)\nto repair, add to the down:\n  DROP TYPE public.mood;\n\nto accept it instead, add to the file, with your reason:\n  // roundtrip: accept leaves-traces type public.mood: REASON',
        },
      },
      { skipped: { '@_message': 'declared irreversible: why' } },
      { skipped: { '@_message': 'not run' } },
      { 'system-out': 'the down is inferred' },
      { '@_name': '5', '@_file': 'migrations/1_one.ts', '@_line': '7', '@_time': '0.010' },
    ]);
  });
});

describe('Markdown', () => {
  it('has a table of all migrations and a section for each finding', () => {
    expect(proofToMarkdown(reportOf(leaving, proofOf({ name: '2_a|b' })), options))
      .toBe(`# Migrations: not reversible

2 migrations proven in 1.2 s on PostgreSQL 18.4 (embedded); compared 9 objects (1 table, 2 indexes, 2 policies, 2 statistics, 2 operator classes) and 3 rows.

| Migration | Verdict | Where |
| --- | --- | --- |
| \`1_one\` | ❌ leaves traces | \`migrations/1_one.ts:7\` |
| \`2_a\\|b\` | ✅ reversible | \`migrations/1_one.ts:7\` |

## \`1_one\`: leaves traces

In \`migrations/1_one.ts:7\`.

**\`type public.mood\`** is left behind

\`\`\`diff
+ enum (sad, ok)
\`\`\`

To repair, add to the \`down\`:

\`\`\`sql
DROP TYPE public.mood;
\`\`\`

To accept it instead, add to the file, with your reason:

\`\`\`text
// roundtrip: accept leaves-traces type public.mood: REASON
\`\`\`

`);
  });

  it('fences code that contains fences, and escapes characters of markup', () => {
    const text = proofToMarkdown(
      reportOf({ ...leaving, repair: '-- ```', notes: ['a *note* with <b>'], name: 'a`b' }),
      options,
    );
    expect(text).toContain('````sql\n-- ```\n````');
    expect(text).toContain('a \\*note\\* with \\<b\\>.');
    expect(text).toContain('## ``a`b``: leaves traces');
  });
});

describe('annotations for GitHub Actions', () => {
  const actions = { strict: 'off', workspace: '/project', cwd: '/elsewhere' } as const;

  it('escape properties and messages as the runner expects', () => {
    const proof = { ...leaving, name: '1:a,b%', traces: [], repair: null, notes: ['50% \r done'] };
    expect(proofToAnnotations(reportOf(proof), actions)).toEqual([
      '::error file=migrations/1_one.ts,line=7,title=1%3Aa%2Cb%25 leaves traces::50%25 %0D done' +
        '%0A%0Ato accept it instead, add to the file, with your reason:%0A  // roundtrip: accept leaves-traces *: REASON',
    ]);
  });

  it('omit migrations without a finding, and those that were not run', () => {
    const quiet = [proofOf({}), proofOf({ verdict: 'not-run' }), proofOf({ verdict: 'reorders-columns' })];
    expect(proofToAnnotations(reportOf(...quiet), actions)).toEqual([]);
    expect(proofToAnnotations(reportOf(...quiet), { ...actions, strict: 'on' })).toHaveLength(1);
  });
});
