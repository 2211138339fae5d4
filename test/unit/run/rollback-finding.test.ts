import { jest } from '@jest/globals';
import '../../../src/catalog/kinds/lists.js';
import type { CatalogObject } from '../../../src/catalog/model/object.js';
import type { Judged } from '../../../src/run/rollback-finding.js';

const planned: string[] = [];
jest.unstable_mockModule('../../../src/catalog/repair/catalog-trace.js', () => ({
  catalogTraces: () => {
    planned.push('each');
    return [];
  },
  wholeRepair: () => {
    planned.push('whole');
    return { repair: 'DROP TYPE public.mood;' };
  },
}));
const { InexactRollback, judgeRollback } = await import('../../../src/run/rollback-finding.js');

const mood: CatalogObject = { kind: 'type', name: 'public.mood', attributes: {} };
const snapshot = new Map([['type public.mood', mood]]);
const leftBehind = {
  migration: { name: '1_mood', path: '/app/migrations/1_mood.js' },
  on: 'database',
  record: { up: [{ change: 'left', after: mood }], recorded: 'here' },
  change: { before: snapshot, after: snapshot, changes: [] },
  allowance: { traces: 'refused', added: 'goes along' },
} as unknown as Judged;

describe('the verdict on a rollback', () => {
  it('rejects a down that leaves traces, and the repair is planned only when the report needs it', () => {
    const { kind, rollback } = judgeRollback(leftBehind);
    const refusal = new InexactRollback(rollback);

    expect(kind).toBe('not-exact');
    expect(rollback).toMatchObject({
      traces: [{ kind: 'type', name: 'public.mood', change: 'left' }],
      stoppedBy: ['type public.mood'],
    });
    expect(refusal.message).toBe('the down of 1_mood is not the exact inverse of its up');
    expect(planned).toEqual([]);

    expect(refusal.finding).toMatchObject({ migration: '1_mood', repair: 'DROP TYPE public.mood;' });
    expect(refusal.finding).toBe(refusal.finding);
    expect(planned).toEqual(['each', 'whole']);
  });
});
