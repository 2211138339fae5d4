import type { MigrationProof, ProofReport } from '../prove/proof-report.js';

/** The format of `prove --json`; its first fields are a contract. */
export function proofToJson(report: ProofReport): object {
  const { verdict, server, migrations, objects, notCompared, rows, milliseconds } = report;
  return {
    format: 'roundtrip.prove/1',
    verdict,
    server: { version: server.version, kind: server.kind },
    migrations: migrations.map(migrationToJson),
    compared: { objects, rows, notCompared },
    milliseconds: round(milliseconds),
  };
}

function migrationToJson(proof: MigrationProof): object {
  const { name, verdict, traces, error, notes, rows, accepted, staleAcceptances, milliseconds } = proof;
  return {
    name,
    verdict,
    traces,
    ...(error ? { error } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...(rows.length > 0 ? { rows } : {}),
    ...(accepted.length > 0 ? { accepted } : {}),
    ...(staleAcceptances.length > 0 ? { staleAcceptances } : {}),
    milliseconds: {
      up: round(milliseconds.up),
      down: round(milliseconds.down),
      upAgain: round(milliseconds.upAgain),
      catalog: round(milliseconds.catalog),
    },
  };
}

function round(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Number(milliseconds.toFixed(1));
}
