import { toSnapshot } from '../../../src/catalog/model/snapshot.js';
import { diff } from '../../../src/catalog/model/diff.js';
import type { CatalogObject } from '../../../src/catalog/model/object.js';
import { StatementError } from '../../../src/migrations/statement-error.js';
import type { Migration } from '../../../src/migrations/migration.js';
import { gatherEvidence, type CatalogFinding, type Evidence } from '../../../src/prove/evidence.js';
import { judge as judgeOn, notRun } from '../../../src/prove/judge.js';
import { isFinding } from '../../../src/prove/proof-report.js';
import type { Directives } from '../../../src/prove/directives.js';

const migration: Migration = {
  name: '1_a',
  path: '/p/1_a.ts',
  downPath: undefined,
  timestamp: 1,
  shorthands: {},
  up: () => undefined,
  down: { kind: 'written', action: () => undefined },
};

const judge = (evidence: Evidence) => judgeOn(evidence, { major: 18 });

const nothing: Directives = {
  acceptances: [],
  misunderstood: [],
  irreversible: undefined,
  upLine: 2,
  downLine: 9,
};

function evidenceOf(found: Partial<Evidence>, directives: Partial<Directives> = {}): Evidence {
  return { ...gatherEvidence(migration, { ...nothing, ...directives }), ...found };
}

function failing(direction: 'up' | 'down'): StatementError {
  const cause = Object.assign(new Error('no'), { code: '42P01' });
  return new StatementError({
    migration,
    direction,
    statement: ' S; ',
    cause,
    failureState: { transaction: 'one' },
  });
}

const schema: CatalogObject = { kind: 'schema', name: 'old', attributes: { owner: 'o' } };
const table = (order: readonly string[]): CatalogObject => ({
  kind: 'table',
  name: 'public.t',
  attributes: { owner: 'o' },
  order,
});

function finding(before: readonly CatalogObject[], after: readonly CatalogObject[]): CatalogFinding {
  const snapshots = { before: toSnapshot(before), after: toSnapshot(after) };
  return { ...snapshots, differences: diff(snapshots.before, snapshots.after) };
}

const left = finding([], [schema]);
const reordered = finding([table(['a', 'b'])], [table(['b', 'a'])]);
const lost = { table: 'public.t', columns: ['a'], rows: 2, before: 3, after: 3 };
const irreversible = { irreversible: { reason: undefined } };

describe('the verdict', () => {
  it.each([
    ['fails', { upError: failing('up'), traces: left }, {}],
    ['fails', { downError: failing('down'), traces: left }, irreversible],
    ['declared-irreversible', { traces: left, rowsLost: [lost] }, irreversible],
    ['leaves-traces', { traces: left, rowsLost: [lost], upAgainError: failing('up') }, {}],
    ['loses-data', { traces: reordered, rowsLost: [lost], upAgainError: failing('up') }, {}],
    ['fails', { traces: reordered, upAgainError: failing('up'), arrival: left }, {}],
    ['not-repeatable', { arrival: left, traces: reordered }, {}],
    ['reorders-columns', { traces: reordered }, {}],
    ['reversible', {}, {}],
  ] as const)('is the first that holds: %s', (verdict, found, directives) => {
    expect(judge(evidenceOf({ ...found } as Partial<Evidence>, directives)).verdict).toBe(verdict);
  });

  it('is not-run, without unused acceptances, if the proof did not reach the migration', () => {
    const acceptances = [{ verdict: 'fails', object: '*', reason: 'r', path: '/p', line: 1 }];
    const proof = notRun(evidenceOf({}, { acceptances }));
    expect([proof.verdict, proof.staleAcceptances]).toEqual(['not-run', []]);
    expect(isFinding(proof, { strict: 'off' })).toBe(true);
  });
});

describe('the report about a verdict', () => {
  it('contains the error with its phase, and the traces', () => {
    const { error, traces, repair, place } = judge(evidenceOf({ traces: left, upAgainError: failing('up') }));
    expect(error).toMatchObject({ phase: 'up-again', message: 'no', code: '42P01', statement: 'S;' });
    expect(traces).toEqual([
      {
        kind: 'schema',
        name: 'old',
        change: 'left',
        before: null,
        after: 'schema',
        repair: 'DROP SCHEMA old;',
      },
    ]);
    expect([repair, place]).toEqual(['DROP SCHEMA old;', { path: '/p/1_a.ts', line: 9 }]);
  });

  it.each([
    ['up', { upError: failing('up') }, 2],
    ['down', { downError: failing('down') }, 9],
    ['second up', { upAgainError: failing('up') }, 2],
  ])('has the line of the failed step: the %s', (_half, found, line) => {
    expect(judge(evidenceOf(found)).place).toEqual({ path: '/p/1_a.ts', line });
  });

  it('contains the number of rows that differ in each column', () => {
    const [trace] = judge(evidenceOf({ rowsLost: [lost] })).traces;
    expect(trace).toMatchObject({
      kind: 'rows',
      name: 'public.t',
      change: 'rows',
      repair: null,
      before: '3 rows',
      after: '3 rows, column a not the same in 2 of them',
    });
  });

  it('contains no repair if the second up gives a different result, because the down is correct', () => {
    const { traces, repair } = judge(evidenceOf({ arrival: left }));
    expect([traces[0]?.repair, traces[0]?.explanation !== undefined, repair]).toEqual([null, true, null]);
  });

  it.each([
    ["'2026-01-01'::date", "'2026-01-02'::date"],
    ["'01:02:03'::time without time zone", "'01:02:04'::time without time zone"],
    [
      "'2026-01-01 01:02:03'::timestamp without time zone",
      "'2026-01-01 01:02:04'::timestamp without time zone",
    ],
    [
      "'2026-01-01 01:02:03+00'::timestamp with time zone",
      "'2026-01-01 01:02:04+00'::timestamp with time zone",
    ],
  ])('explains that a default of %s is the time of the run if the second up sets %s', (first, second) => {
    const at = (value: string): CatalogObject => ({
      kind: 'column',
      name: 'public.t.at',
      parent: { kind: 'table', name: 'public.t' },
      attributes: { type: 'date', default: value },
    });
    const [trace] = judge(evidenceOf({ arrival: finding([at(first)], [at(second)]) })).traces;
    expect(trace?.explanation).toContain("pgm.func('now()')");
  });
});

describe('an acceptance', () => {
  const accept = (verdict: string, object: string) => ({ verdict, object, reason: 'r', path: '/p', line: 1 });

  it.each([
    ['*', [accept('leaves-traces', '*')], [1, 0, false]],
    ['the name', [accept('leaves-traces', 'old')], [1, 0, false]],
    ['kind and name', [accept('leaves-traces', 'schema old')], [1, 0, false]],
    ['another object', [accept('leaves-traces', 'schema new')], [0, 1, true]],
    ['another verdict', [accept('loses-data', '*')], [0, 1, true]],
    ['this and another one', [accept('leaves-traces', '*'), accept('fails', '*')], [1, 1, true]],
  ] as const)('by %s', (_by, acceptances, expected) => {
    const proof = judge(evidenceOf({ traces: left }, { acceptances: [...acceptances] }));
    const { accepted, staleAcceptances } = proof;
    expect([accepted.length, staleAcceptances.length, isFinding(proof, { strict: 'off' })]).toEqual(expected);
  });

  it('does not cover traces that it does not name', () => {
    const both = finding([], [schema, { ...schema, name: 'older' }]);
    const proof = judge(
      evidenceOf({ traces: both }, { acceptances: [accept('leaves-traces', 'schema old')] }),
    );
    expect(isFinding(proof, { strict: 'off' })).toBe(true);
  });

  it('uses `table` for the rows of a table, and only `*` for an error', () => {
    const rows = judge(
      evidenceOf({ rowsLost: [lost] }, { acceptances: [accept('loses-data', 'table public.t')] }),
    );
    const error = judge(evidenceOf({ downError: failing('down') }, { acceptances: [accept('fails', '*')] }));
    expect([rows, error].map((proof) => isFinding(proof, { strict: 'on' }))).toEqual([false, false]);
  });
});
