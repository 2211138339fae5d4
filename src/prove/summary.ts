import type { Kind } from '../catalog/model/object.js';
import type { ServerInfo } from '../database/session.js';
import { isFinding, type MigrationProof, type ProofReport } from './proof-report.js';

interface SummaryContext {
  readonly server: ServerInfo;
  readonly objects: Readonly<Partial<Record<Kind, number>>>;
  readonly notCompared: readonly string[];
  readonly milliseconds: number;
  readonly strict: 'on' | 'off';
}

/** Combines the proofs of the single migrations into one report. */
export function summarise(migrations: readonly MigrationProof[], context: SummaryContext): ProofReport {
  const { strict, ...rest } = context;
  const found = migrations.some((proof) => isFinding(proof, { strict }));
  const rows = migrations.flatMap((proof) => proof.rows).reduce((sum, table) => sum + table.rows, 0);
  return { verdict: found ? 'not-reversible' : 'reversible', migrations, rows, ...rest };
}

interface Joining {
  /** All migrations, in order. */
  readonly migrations: readonly { readonly name: string }[];
  readonly strict: 'on' | 'off';
  readonly milliseconds: number;
}

/**
 * Joins the reports on the parts of a chain, in order. The last part has seen the whole database. A migration
 * that fails below several parts is reported once.
 */
export function joinReports(
  reports: readonly ProofReport[],
  { migrations, strict, milliseconds }: Joining,
): ProofReport {
  const allApplied = reports.at(-1);
  if (!allApplied) throw new Error('there are no reports to join');
  const proofs = new Map<string, MigrationProof>();
  for (const report of reports) {
    for (const proof of report.migrations) if (!proofs.has(proof.name)) proofs.set(proof.name, proof);
  }
  const inOrder = migrations.flatMap(({ name }) => proofs.get(name) ?? []);
  const { server, objects, notCompared } = allApplied;
  return summarise(inOrder, { server, objects, notCompared, milliseconds, strict });
}
