import { relative } from 'node:path';
import type {
  Acceptance,
  MigrationProof,
  ProjectAcceptance,
  ProofError,
  ProofReport,
} from '../prove/proof-report.js';

/** The format of `prove --json`; its first fields are a contract. Paths are told from `cwd`. */
export function proofToJson(report: ProofReport, cwd: string): object {
  const { verdict, server, migrations, objects, notCompared, rows, milliseconds } = report;
  return {
    format: 'roundtrip.prove/1',
    verdict,
    server: { version: server.version, kind: server.kind },
    migrations: migrations.map((proof) => migrationToJson(proof, cwd)),
    compared: { objects, rows, notCompared },
    milliseconds: round(milliseconds),
  };
}

function migrationToJson(proof: MigrationProof, cwd: string): object {
  const {
    name,
    verdict,
    traces,
    repair,
    notRepaired = [],
    destroys = [],
    error,
    place,
    notes,
    rows,
    milliseconds,
  } = proof;
  return {
    name,
    verdict,
    traces,
    ...(error ? { error: errorToJson(error, cwd) } : {}),
    ...(repair === null ? {} : { repair }),
    file: relative(cwd, place.path),
    ...(place.line === undefined ? {} : { line: place.line }),
    ...nonEmpty({ destroys, notRepaired, notes, rows, ...acceptancesOf(proof, cwd) }),
    milliseconds: {
      up: round(milliseconds.up),
      down: round(milliseconds.down),
      upAgain: round(milliseconds.upAgain),
      catalog: round(milliseconds.catalog),
    },
  };
}

function errorToJson({ at: { path, line, column }, ...error }: ProofError, cwd: string): object {
  return {
    ...error,
    ...(line === undefined ? {} : { file: relative(cwd, path), line }),
    ...(column === undefined ? {} : { column }),
  };
}

function acceptancesOf(proof: MigrationProof, cwd: string) {
  const { accepted, staleAcceptances, acceptedByProject = [], expiredAcceptances = [] } = proof;
  const toJson = ({ verdict, object, reason, path, line }: Acceptance) => ({
    ...{ verdict, object, reason },
    ...{ file: relative(cwd, path), line },
  });
  return {
    accepted: accepted.map(toJson),
    staleAcceptances: staleAcceptances.map(toJson),
    acceptedByProject: acceptedByProject.map(projectAcceptanceToJson),
    expiredAcceptances: expiredAcceptances.map(projectAcceptanceToJson),
  };
}

function projectAcceptanceToJson({
  verdict,
  object,
  migration,
  reason,
  until,
  source,
}: ProjectAcceptance): object {
  return { verdict, object, migration, reason, until: until ?? null, source };
}

function nonEmpty(lists: Readonly<Record<string, readonly unknown[]>>): object {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

function round(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Number(milliseconds.toFixed(1));
}
