import { applyBaseline, toBaseline } from '../../../src/lint/baseline.js';
import { lint } from '../../../src/lint/lint.js';
import type { LintedMigration } from '../../../src/lint/lint-report.js';
import { exportsOfSql } from '../../../src/migrations/load-migrations.js';
import type { Migration } from '../../../src/migrations/migration.js';
import { config, printFinding } from './lint-sql.js';

function sqlMigration(name: string, content: string): Migration {
  const path = `/project/migrations/${name}.sql`;
  const exported = exportsOfSql({ path, content, downPath: undefined, down: undefined });
  return { name, path, downPath: undefined, timestamp: 1, ...exported };
}

const before = sqlMigration('1_before', 'CREATE TABLE users (id int, name text);');

async function lintSql(content: string): Promise<LintedMigration> {
  const migrations = [before, sqlMigration('2_example', content)];
  const options = { migrations, chosen: new Set(['2_example']), config, lockTimeout: 2000, rules: {} };
  const [linted] = await lint(options);
  if (!linted) throw new Error('the migration was not linted');
  return linted;
}

/** The findings; a suppressed one as `up index-not-concurrent public.users: table has 40 rows`. */
async function printed(content: string): Promise<readonly string[]> {
  const { findings } = await lintSql(content);
  return findings
    .filter(({ rule }) => rule !== 'down-missing')
    .map(
      (finding) => `${printFinding(finding)}${finding.suppressed ? `: ${finding.suppressed.reason}` : ''}`,
    );
}

describe('a comment that allows a finding', () => {
  it('applies to the statement below it, with its reason', async () => {
    const sql =
      '-- roundtrip: allow index-not-concurrent: table has 40 rows\n\nCREATE INDEX i ON users (name);';
    expect(await printed(sql)).toEqual(['up index-not-concurrent public.users: table has 40 rows']);
  });

  it('applies to a statement that contains it or that is on the same line', async () => {
    const inside = 'CREATE INDEX i\n-- roundtrip: allow index-not-concurrent: small\nON users (name);';
    const beside = 'CREATE INDEX i ON users (name); -- roundtrip: allow index-not-concurrent: small';
    for (const sql of [inside, beside])
      expect(await printed(sql)).toEqual(['up index-not-concurrent public.users: small']);
  });

  it('does not apply to a later statement, and is reported as unused', async () => {
    const sql = '-- roundtrip: allow index-not-concurrent: small\nSELECT 1;\nCREATE INDEX i ON users (name);';
    expect(await printed(sql)).toEqual(['up index-not-concurrent public.users', 'up unused-suppression']);
  });

  it('applies only to the table that it names', async () => {
    const sql =
      '-- roundtrip: allow index-not-concurrent public.posts: small\nCREATE INDEX i ON users (name);';
    expect(await printed(sql)).toEqual(['up index-not-concurrent public.users', 'up unused-suppression']);
  });

  it('is reported if it has no reason', async () => {
    const sql = '-- roundtrip: allow index-not-concurrent\nCREATE INDEX i ON users (name);';
    expect(await printed(sql)).toEqual(['up index-not-concurrent public.users', 'up unused-suppression']);
  });
});

describe('a baseline', () => {
  it('suppresses only the findings from which it was created', async () => {
    const old = await lintSql('CREATE INDEX i ON users (name);');
    const baseline = toBaseline([old]);
    const present = await lintSql(
      '-- moved\n\nCREATE INDEX i\n  ON users (name); CREATE INDEX j ON users (id);',
    );
    const [judged] = applyBaseline([present], baseline);
    const open = judged?.findings.filter(({ suppressed }) => !suppressed).map(({ sql }) => sql);
    expect(new Set(open)).toEqual(new Set(['CREATE INDEX j ON users (id)']));
  });
});
