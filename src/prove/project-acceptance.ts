import { nameMatcher } from '../catalog/model/object-pattern.js';
import type { AcceptSetting } from '../config/project-shape.js';
import {
  acceptsTrace,
  type MigrationProof,
  type ProjectAcceptance,
  type Trace,
  type Verdict,
} from './proof-report.js';

interface ParseOptions {
  /** Name of the settings file. */
  readonly source: string;
  /** `2027-03-31`, in UTC. */
  readonly today: string;
}

export function projectAcceptances(
  settings: readonly AcceptSetting[],
  { source, today }: ParseOptions,
): readonly ProjectAcceptance[] {
  return settings.map(({ verdict, object, reason, migration = '*', until }, index) => ({
    verdict,
    object,
    reason,
    migration,
    until,
    state: until !== undefined && until < today ? 'expired' : 'valid',
    source: `accept[${index}] of ${source}`,
  }));
}

/** Returns the acceptances that apply to a migration. */
export function acceptancesFor(
  name: string,
  acceptances: readonly ProjectAcceptance[],
): readonly ProjectAcceptance[] {
  return acceptances.filter(({ migration }) => nameMatcher(migration)(name));
}

/** Returns whether an acceptance, expired or not, applies to a finding. */
export function concerns(
  acceptance: ProjectAcceptance,
  { verdict, traces }: { readonly verdict: Verdict; readonly traces: readonly Trace[] },
): boolean {
  if (acceptance.verdict !== verdict) return false;
  return acceptance.object === '*' || traces.some((trace) => acceptsTrace(acceptance, trace));
}

/** Returns the acceptances, expired or not, that apply to no finding of any migration. */
export function unusedAcceptances(
  acceptances: readonly ProjectAcceptance[],
  proofs: readonly Pick<MigrationProof, 'name' | 'verdict' | 'traces'>[],
): readonly ProjectAcceptance[] {
  const isUsed = (one: ProjectAcceptance) =>
    proofs.some((proof) => nameMatcher(one.migration)(proof.name) && concerns(one, proof));
  return acceptances.filter((one) => !isUsed(one));
}
