import '../../../src/catalog/kinds/lists.js';
import type { AcceptSetting } from '../../../src/config/project-shape.js';
import {
  acceptancesFor,
  concerns,
  projectAcceptances,
  unusedAcceptances,
} from '../../../src/prove/project-acceptance.js';
import { isFinding } from '../../../src/prove/proof-report.js';
import { leaving, leftType, proofOf } from './support/proofs.js';

const rule: AcceptSetting = { verdict: 'leaves-traces', object: '*', reason: 'older than the rule' };
const at = (today: string) => ({ source: 'roundtrip.json', today });

/** Returns whether the proof still fails on the finding `leaving` with these settings. */
function fails(settings: readonly AcceptSetting[], proof = leaving): boolean {
  const counting = acceptancesFor(proof.name, projectAcceptances(settings, at('2026-06-15')));
  const found = counting.filter((one) => one.state === 'valid' && concerns(one, proof));
  return isFinding({ ...proof, acceptedByProject: found }, { strict: 'off' });
}

describe('an acceptance of the project', () => {
  it.each([
    ['of any object', [rule], false],
    ['of the object by a pattern', [{ ...rule, object: 'type public.m*' }], false],
    ['of another object', [{ ...rule, object: 'type other.*' }], true],
    ['of another verdict', [{ ...rule, verdict: 'loses-data' as const }], true],
    ['in this migration', [{ ...rule, migration: '1_*' }], false],
    ['in another migration', [{ ...rule, migration: '2_*' }], true],
    ['on its last day', [{ ...rule, until: '2026-06-15' }], false],
    ['on the day after', [{ ...rule, until: '2026-06-14' }], true],
  ])('is applied correctly %s', (_title, settings, expected) => {
    expect(fails(settings)).toBe(expected);
  });

  it('must cover every trace, alone or together with other acceptances', () => {
    const traces = [leftType, { ...leftType, kind: 'table', name: 'public.rest' } as const];
    const both = { ...leaving, traces };

    expect(fails([{ ...rule, object: 'type public.mood' }], both)).toBe(true);
    expect(
      fails(
        ['type public.mood', 'table public.rest'].map((object) => ({ ...rule, object })),
        both,
      ),
    ).toBe(false);
  });

  it('is unused if no migration has such a finding', () => {
    const elsewhere = { ...rule, migration: '2_*' };
    const all = projectAcceptances([rule, elsewhere, { ...rule, object: 'type gone.*' }], at('2026-06-15'));

    expect(unusedAcceptances(all, [leaving]).map(({ source }) => source)).toEqual([
      'accept[1] of roundtrip.json',
      'accept[2] of roundtrip.json',
    ]);
  });

  it('does not cause a finding for a migration without one', () => {
    expect(fails([rule], proofOf({}))).toBe(false);
  });
});
