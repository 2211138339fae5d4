import type { CatalogCase } from '../../cases/case.js';
import { casesFor } from '../../support/all-cases.js';
import { judge, type Verdicts } from '../../support/judge.js';
import { judgeServerMajor, startJudgeServer, type JudgeServer } from '../../support/judge-server.js';
import { pgDumpMajor } from '../../support/pg-dump.js';

/** A case takes almost half a second, so only a longer run compares all of them. */
const numCases = Number(process.env.ROUNDTRIP_JUDGE_RUNS || 40);

/**
 * Differences that roundtrip detects and `pg_dump --schema-only` does not, each with a case that has it.
 * Roles, memberships and settings are dumped by pg_dumpall, those of the database by `pg_dump --create`.
 */
const onlyOurs: readonly (readonly [caseName: string, ...sees: readonly string[]])[] = [
  ['a comment on language plpgsql', 'comment: text'],
  ['a comment on a member of an extension', 'comment'],
  ['privileges on the database', 'database: privileges'],
  ['a database of another owner', 'database: owner'],
  ['a database with a connection limit', 'database: connection limit'],
  ['an extension of another version', 'extension: version'],
  ['the extension that every database has', 'comment', 'extension'],
  ['a language that is not trusted any more', 'language: trusted'],
  ['privileges on a built-in language', 'language'],
  ['the shell of an operator that another one named', 'operator'],
  ['foreign keys that are switched off shows', 'trigger'],
  ['a materialized view without rows shows', 'materialized view: populated'],
  ['a role that is left', 'role'],
  [
    'a role with other attributes',
    'role: connection limit',
    'role: create database',
    'role: inherit',
    'role: login',
    'role: valid until',
  ],
  ['a role that got a password', 'role: password'],
  ['a lost membership', 'role membership'],
  ['a membership without the admin option', 'role membership: admin'],
  ['a setting of a role', 'setting'],
  ['another value of a setting', 'setting: value'],
];

/** Objects that roundtrip creates itself are not compared, although pg_dump includes them. */
const leftOutOnPurpose = ['the bookkeeping of the tool is left out'];

const major = await judgeServerMajor();
const describeJudged = pgDumpMajor() >= major ? describe : describe.skip;

describeJudged(`pg_dump as the judge of the cases (needs pg_dump ${major} or newer)`, () => {
  let server: JudgeServer;
  let cases: readonly CatalogCase[];
  beforeAll(async () => {
    server = await startJudgeServer();
    cases = (await casesFor(major)).filter(({ name }) => !leftOutOnPurpose.includes(name));
  });
  afterAll(() => server.stop());

  async function judgeCase({ base, change, undo }: CatalogCase): Promise<Verdicts> {
    const first = base ? [base] : [];
    const verdicts = await judge(server, { first, then: undo ? [change, undo] : [change] });
    expect(verdicts.refused).toEqual([]);
    return verdicts;
  }

  it('pg_dump shows no difference where roundtrip detects none', async () => {
    const equal = cases.filter(({ kind }) => kind === undefined);
    for (const one of spread(equal, numCases)) {
      const { ours, dumped } = await judgeCase(one);
      expect({ name: one.name, ours, dumped }).toEqual({ name: one.name, ours: [], dumped: [] });
    }
  }, 3_600_000);

  it.each(onlyOurs)(
    'pg_dump shows no difference in %s, although roundtrip detects one',
    async (name, ...sees) => {
      const one = cases.find((candidate) => candidate.name === name);
      if (one === undefined) throw new Error(`there is no case "${name}"`);
      const { ours, dumped } = await judgeCase(one);
      expect({ ours, dumped }).toEqual({ ours: sees, dumped: [] });
    },
  );

  it('pg_dump shows all other differences that roundtrip detects', async () => {
    const known = onlyOurs.flatMap(([, ...sees]) => sees);
    const unknown: string[] = [];
    for (const one of spread(
      cases.filter(({ kind }) => kind !== undefined),
      numCases / 4,
    )) {
      const { ours, dumped } = await judgeCase(one);
      if (dumped.length === 0 && !ours.every((label) => known.includes(label))) {
        unknown.push(`${one.name}: ${ours.join(', ')}`);
      }
    }
    expect(unknown).toEqual([]);
  }, 3_600_000);
});

/** A selection of at most `count` items, evenly spaced. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, items.length / count);
  return items.filter((_item, index) => index % step < 1);
}
