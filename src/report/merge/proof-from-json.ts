import { resolve } from 'node:path';
import type {
  Acceptance,
  MigrationProof,
  ProjectAcceptance,
  ProofError,
  ProofReport,
} from '../../prove/proof-report.js';
import { isFinding } from '../../prove/proof-report.js';
import type { BranchChecks } from '../prove/file-options.js';
import type {
  AcceptedByProject,
  AcceptedFinding,
  ProvenMigration,
  ProveFailure,
  ProveResult,
} from '../prove/json.js';

/** A proof as the renderers of reports take it. */
export interface ReadProof {
  readonly report: ProofReport;
  readonly branch: BranchChecks;
  readonly strict: 'on' | 'off';
}

/** Returns the proof of a report of `prove --json`, whose paths are relative to `cwd`. */
export function proofFromJson(result: ProveResult, cwd: string): ReadProof {
  const { verdict, server, compared, milliseconds } = result;
  const migrations = result.migrations.map((one) => migrationFrom(one, cwd));
  return {
    report: {
      verdict,
      server: { ...server, major: Number.parseInt(server.version) },
      migrations,
      objects: compared.objects,
      rows: compared.rows,
      notCompared: compared.notCompared,
      milliseconds,
    },
    branch: branchFrom(result, cwd),
    strict: strictnessOf(result, migrations),
  };
}

/** A report of a whole proof does not say whether it was strict: then no other finding explains its verdict. */
function strictnessOf({ verdict, shard }: ProveResult, migrations: readonly MigrationProof[]): 'on' | 'off' {
  if (shard) return shard.settings.strict === true ? 'on' : 'off';
  const hasFinding = migrations.some((proof) => isFinding(proof, { strict: 'off' }));
  return verdict === 'not-reversible' && !hasFinding ? 'on' : 'off';
}

function migrationFrom(one: ProvenMigration, cwd: string): MigrationProof {
  const { name, verdict, traces, repair, error, file, line, milliseconds } = one;
  const { notRepaired, destroys, notes = [], rows = [] } = one;
  return {
    name,
    verdict,
    traces,
    repair: repair ?? null,
    place: { path: resolve(cwd, file), line },
    notes,
    rows,
    milliseconds,
    ...(error ? { error: errorFrom(error, resolve(cwd, file), cwd) } : {}),
    ...(notRepaired ? { notRepaired } : {}),
    ...(destroys ? { destroys } : {}),
    ...acceptancesFrom(one, cwd),
  };
}

function errorFrom(
  { file, line, column, excerpt = [], ...error }: ProveFailure,
  path: string,
  cwd: string,
): ProofError {
  const at = { path: file === undefined ? path : resolve(cwd, file), line, excerpt };
  return { ...error, at: column === undefined ? at : { ...at, column } };
}

function acceptancesFrom(
  { accepted = [], staleAcceptances = [], acceptedByProject = [], expiredAcceptances = [] }: ProvenMigration,
  cwd: string,
) {
  const from = ({ file, ...rest }: AcceptedFinding): Acceptance => ({ ...rest, path: resolve(cwd, file) });
  const fromProject =
    (state: ProjectAcceptance['state']) =>
    ({ until, ...rest }: AcceptedByProject): ProjectAcceptance => ({
      ...rest,
      until: until ?? undefined,
      state,
    });
  return {
    accepted: accepted.map(from),
    staleAcceptances: staleAcceptances.map(from),
    acceptedByProject: acceptedByProject.map(fromProject('valid')),
    expiredAcceptances: expiredAcceptances.map(fromProject('expired')),
  };
}

function branchFrom({ order, commute }: ProveResult, cwd: string): BranchChecks {
  return {
    ...(order
      ? {
          order: {
            branch: order.branch,
            last: order.last ?? undefined,
            misplaced: order.misplaced.map(({ file, ...one }) => ({ ...one, path: resolve(cwd, file) })),
          },
        }
      : {}),
    ...(commute
      ? {
          commute: {
            ...commute,
            findings: commute.findings.map(({ applied, rolledBack, error, objects }) => ({
              at: { applied, rolledBack },
              objects,
              ...(error ? { error } : {}),
            })),
          },
        }
      : {}),
  };
}
