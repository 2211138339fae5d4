import type { MigrationProof, ProofReport, Trace } from '../../../../src/prove/proof-report.js';

export const noTime = { up: 1, down: 2, upAgain: 3, catalog: 4 };

/** A proof without findings, with the given properties. */
export function proofOf(given: Partial<MigrationProof>): MigrationProof {
  return {
    name: '1_one',
    place: { path: '/project/migrations/1_one.ts', line: 7 },
    verdict: 'reversible',
    traces: [],
    repair: null,
    notes: [],
    rows: [],
    accepted: [],
    staleAcceptances: [],
    milliseconds: noTime,
    ...given,
  };
}

export const leftType: Trace = {
  kind: 'type',
  name: 'public.mood',
  change: 'left',
  before: null,
  after: 'enum (sad, ok)',
  repair: 'DROP TYPE public.mood;',
};

export const leaving: MigrationProof = proofOf({
  verdict: 'leaves-traces',
  traces: [leftType],
  repair: 'DROP TYPE public.mood;',
});

export function reportOf(...migrations: readonly MigrationProof[]): ProofReport {
  return {
    verdict: migrations.every(({ verdict }) => verdict === 'reversible') ? 'reversible' : 'not-reversible',
    server: { version: '18.4', major: 18, kind: 'embedded' },
    migrations,
    objects: { table: 1, index: 2, policy: 2, statistics: 2, 'operator class': 2 },
    notCompared: [],
    rows: 3,
    milliseconds: 1234,
  };
}
