import type { Kind } from '../catalog/object.js';
import type { ServerInfo } from '../database/session.js';
import { isFinding, type MigrationProof, type ProofReport } from './proof-report.js';

interface Circumstances {
  readonly server: ServerInfo;
  readonly objects: Readonly<Partial<Record<Kind, number>>>;
  readonly notCompared: readonly string[];
  readonly milliseconds: number;
  readonly strict: 'on' | 'off';
}

/** Puts the proofs of the single migrations together. */
export function summarise(migrations: readonly MigrationProof[], circumstances: Circumstances): ProofReport {
  const { strict, ...rest } = circumstances;
  const found = migrations.some((proof) => isFinding(proof, { strict }));
  const rows = migrations.flatMap((proof) => proof.rows).reduce((sum, table) => sum + table.rows, 0);
  return { verdict: found ? 'not-reversible' : 'reversible', migrations, rows, ...rest };
}
