import type { LintReport } from '../../../src/lint/lint-report.js';
import { lintToAnnotations } from '../../../src/report/lint/annotations.js';
import { lintFile } from '../../../src/report/lint/files.js';
import { codeReportFormOf } from '../../../src/report/text/code-report-form.js';
import { lintExample } from '../lint/lint-sql.js';

const cwd = '/project';

async function report(): Promise<LintReport> {
  const linted = await lintExample({
    before: 'CREATE TABLE users (id int, name text);',
    up: 'CREATE INDEX i ON users (name); DROP TABLE users;',
    down: 'CREATE TABLE users (id int, name text);',
  });
  const [first, ...others] = linted.findings;
  if (!first) throw new Error('there is a finding');
  const findings = [
    first,
    ...others.map((one) => ({ ...one, suppressed: { reason: 'nobody uses it', by: 'comment' as const } })),
  ];
  return { server: undefined, migrations: [{ ...linted, findings }], milliseconds: 1 };
}

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly suppressions?: readonly { readonly justification: string }[];
      readonly locations: readonly { readonly physicalLocation: object }[];
    }[];
  }[];
}

describe('the reports of lint', () => {
  it('are chosen by the name of the file', () => {
    const names = [
      'a.sarif',
      'gl-code-quality-report.json',
      'a.codequality.json',
      'a.json',
      'a.xml',
      'a.md',
      'a.txt',
    ];
    expect(names.map(codeReportFormOf)).toEqual([
      'sarif',
      'code quality',
      'code quality',
      'json',
      'junit',
      'markdown',
      undefined,
    ]);
  });

  it('mark suppressed findings as suppressed in SARIF', async () => {
    const { version, runs } = JSON.parse(lintFile('sarif', await report(), { cwd, root: cwd })) as Sarif;
    const [first, second] = runs[0]?.results ?? [];
    expect(version).toBe('2.1.0');
    expect(first).toMatchObject({ ruleId: 'index-not-concurrent', level: 'error' });
    expect(first?.suppressions).toBeUndefined();
    expect(second?.suppressions?.[0]?.justification).toBe('nobody uses it');
    expect(first?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'migrations/2_example.ts' },
    });
  });

  it('contain for GitLab only findings that are not suppressed, each with a fingerprint', async () => {
    const issues = JSON.parse(lintFile('code quality', await report(), { cwd, root: cwd })) as object[];
    expect(issues).toEqual([
      {
        description: expect.stringContaining('building i') as string,
        check_name: 'index-not-concurrent',
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        severity: 'critical',
        location: { path: 'migrations/2_example.ts', lines: { begin: 1 } },
      },
    ]);
  });

  it('fail the test case of a migration with an error in JUnit', async () => {
    expect(lintFile('junit', await report(), { cwd, root: cwd })).toContain(
      '<failure message="building i blocks',
    );
  });

  it('link the rule in Markdown', async () => {
    expect(lintFile('markdown', await report(), { cwd, root: cwd })).toContain(
      'docs/rules/index-not-concurrent.md',
    );
  });

  it('are annotations on GitHub, with the level of the finding', async () => {
    const lines = lintToAnnotations(await report(), { workspace: undefined, cwd });
    expect(lines).toEqual([expect.stringMatching(/^::error file=migrations\/2_example.ts,line=1,/)]);
  });
});
