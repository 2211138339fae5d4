import type { ProofObserver, ProveOptions } from '../proof.js';
import type { MigrationProof, ProofReport } from '../proof-report.js';
import { prove } from '../prove.js';
import { summarise } from '../summary.js';
import type { KnownProof, ProofCache } from './proof-cache.js';

/** What earlier runs have proven of the migrations to judge. */
export interface KnownProofs {
  readonly cache: ProofCache;
  /** Key of each migration, by name. */
  readonly keys: ReadonlyMap<string, string>;
  /** By the name of the migration, in the order of the chain. */
  readonly known: ReadonlyMap<string, KnownProof>;
  /** Names of the migrations to judge, in the order of the chain. */
  readonly chosen: readonly string[];
}

interface Looking {
  readonly cache: ProofCache;
  readonly keys: ReadonlyMap<string, string>;
  /** All migrations, in order. */
  readonly migrations: readonly { readonly name: string }[];
  readonly chosen: ReadonlySet<string>;
}

/** Looks up the proofs of the migrations to judge. */
export async function findKnownProofs({ cache, keys, migrations, chosen }: Looking): Promise<KnownProofs> {
  const names = migrations.map(({ name }) => name).filter((name) => chosen.has(name));
  const found = await cache.read(new Set(names.flatMap((name) => keys.get(name) ?? [])));
  const last = names.at(-1);
  const known = names.flatMap((name) => {
    const one = found.get(keys.get(name) ?? '');
    // The report says what the database holds after the last one.
    return one && (name !== last || one.end) ? [[name, one] as const] : [];
  });
  return { cache, keys, known: new Map(known), chosen: names };
}

/** The report, if all proofs are known. */
export function reportOfKnown(
  { known, chosen }: KnownProofs,
  { strict, observer }: Pick<ProveOptions, 'strict' | 'observer'>,
): ProofReport | undefined {
  const proofs = chosen.flatMap((name) => known.get(name) ?? []);
  const last = proofs.at(-1);
  if (proofs.length < chosen.length || !last?.end) return undefined;
  for (const { proof } of proofs) observer.proven(proof);
  const report = summarise(
    proofs.map(({ proof }) => proof),
    { server: last.server, ...last.end, strict },
  );
  return { ...report, known: knownIn(proofs) };
}

/** Proves the migrations that are not known, and adds their proofs to the cache. */
export async function proveUnknown(options: ProveOptions, proofs: KnownProofs): Promise<ProofReport> {
  const { known, chosen } = proofs;
  const complete = reportOfKnown(proofs, options);
  if (complete) return complete;
  const unknown = new Set(chosen.filter((name) => !known.has(name)));
  const observer = inOrder(options.observer, proofs);
  const proven = await prove({ ...options, chosen: unknown, observer });
  observer.end();
  await proofs.cache.add(newlyKnown(proven, proofs));
  return joined(proven, proofs, options);
}

function joined(proven: ProofReport, { known, chosen }: KnownProofs, { strict }: ProveOptions): ProofReport {
  if (known.size === 0) return proven;
  const fresh = new Map(proven.migrations.map((proof) => [proof.name, proof]));
  const last = known.get(chosen.at(-1) ?? '');
  const { server, objects, notCompared, milliseconds } = proven;
  const all = chosen.flatMap((name) => fresh.get(name) ?? known.get(name)?.proof ?? []);
  const earlier = proven.migrations.filter(({ name }) => !chosen.includes(name));
  const end = last?.end ?? { objects, notCompared };
  const report = summarise([...earlier, ...all], { server, ...end, milliseconds, strict });
  return { ...report, known: knownIn([...known.values()]) };
}

function knownIn(proofs: readonly KnownProof[]): NonNullable<ProofReport['known']> {
  const times = proofs.map(({ provenAt }) => provenAt).sort();
  return { migrations: proofs.length, since: times[0] ?? '' };
}

/** A migration that was not reached, or whose up failed and so stopped the proof, is proven again. */
function newlyKnown(
  { migrations, server, objects, notCompared, milliseconds }: ProofReport,
  { keys, chosen }: KnownProofs,
): readonly KnownProof[] {
  const provenAt = new Date().toISOString();
  const last = chosen.at(-1);
  return migrations.filter(isComplete).flatMap((proof) => {
    const key = keys.get(proof.name);
    const end = proof.name === last ? { end: { objects, notCompared, milliseconds } } : {};
    return key === undefined ? [] : [{ key, provenAt, server, proof, ...end }];
  });
}

function isComplete({ verdict, error }: MigrationProof): boolean {
  return verdict !== 'not-run' && error?.phase !== 'up';
}

/** Reports known proofs between the others, in the order of the chain. */
function inOrder(observer: ProofObserver, { known, chosen }: KnownProofs): ProofObserver & { end(): void } {
  const places = new Map(chosen.map((name, place) => [name, place]));
  let reported = 0;
  const reportUntil = (place: number) => {
    for (; reported < place; reported += 1) {
      const one = known.get(chosen[reported] ?? '');
      if (one) observer.proven(one.proof);
    }
  };
  return {
    step: (progress) => {
      observer.step(progress);
    },
    proven: (proof) => {
      reportUntil(places.get(proof.name) ?? 0);
      observer.proven(proof);
    },
    end: () => {
      reportUntil(chosen.length);
    },
  };
}
