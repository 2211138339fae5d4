import type { KeptInside } from './kept-inside.js';
import { withoutConsequences } from '../catalog/model/diff.js';
import { catalogTrace, wholeRepair, type WholeRepair } from '../catalog/repair/catalog-trace.js';
import type { RepairScope } from '../catalog/repair/plan-repair.js';
import type { ServerInfo } from '../database/session.js';
import type { StatementError } from '../migrations/statement-error.js';
import { droppedExisting } from './dropped-existing.js';
import type { CatalogFinding, Evidence } from './evidence.js';
import { explainRows, explainTrace } from './explanation.js';
import type { KeptInProof } from './proof-report.js';
import { concerns } from './project-acceptance.js';
import {
  namesOf,
  type Acceptance,
  type MigrationProof,
  type Location,
  type ProjectAcceptance,
  type ProofError,
  type Trace,
  type Verdict,
} from './proof-report.js';
import type { RowsLost } from '../rows/compare-rows.js';

type Server = Pick<ServerInfo, 'major'>;

interface Judgement {
  readonly verdict: Verdict;
  readonly traces: readonly Trace[];
  readonly whole?: WholeRepair & Pick<MigrationProof, 'droppedByDown'>;
  readonly error?: ProofError;
}

/** Determines the verdict on one migration from the evidence: the first of `verdicts` that applies. */
export function judge(evidence: Evidence, server: Server): MigrationProof {
  return conclude(evidence, judgementOf(evidence, server));
}

/** The result for a migration that the proof did not reach or did not complete. */
export function notRun(evidence: Evidence): MigrationProof {
  return conclude(evidence, { verdict: 'not-run', traces: [] });
}

function conclude(evidence: Evidence, { whole, ...judgement }: Judgement): MigrationProof {
  const { migration, directives, projectAcceptances, notes, rows, milliseconds } = evidence;
  const { acceptances } = directives;
  const accepted = acceptances.filter((one) => matches(one, judgement));
  const stale = judgement.verdict === 'not-run' ? [] : acceptances.filter((one) => !accepted.includes(one));
  return {
    name: migration.name,
    place: locationOf(evidence, judgement),
    repair: null,
    ...whole,
    ...judgement,
    notes: [...notes, ...evidence.kept.map(keptNote)],
    kept: evidence.kept.map(keptOf),
    rows,
    accepted,
    staleAcceptances: stale,
    ...byProject(projectAcceptances, judgement),
    milliseconds,
  };
}

function byProject(
  acceptances: readonly ProjectAcceptance[],
  judgement: Judgement,
): Pick<MigrationProof, 'acceptedByProject' | 'expiredAcceptances'> {
  const found = acceptances.filter((one) => concerns(one, judgement));
  const expired = found.filter(({ state }) => state === 'expired');
  const valid = found.filter(({ state }) => state === 'valid');
  return {
    ...(valid.length === 0 ? {} : { acceptedByProject: valid }),
    ...(expired.length === 0 ? {} : { expiredAcceptances: expired }),
  };
}

function locationOf({ migration, directives }: Evidence, { verdict, error }: Judgement): Location {
  const { path, downPath } = migration;
  if (verdict === 'fails' && error?.at.line !== undefined)
    return { path: error.at.path, line: error.at.line };
  if (verdict === 'fails' && error?.phase !== 'down') return { path, line: directives.upLine };
  return { path: downPath ?? path, line: directives.downLine };
}

function judgementOf(evidence: Evidence, server: Server): Judgement {
  const { upError, downError, upAgainError, directives } = evidence;
  if (upError) return { verdict: 'fails', traces: [], error: errorOf('up', upError) };
  if (downError) return { verdict: 'fails', traces: [], error: errorOf('down', downError) };
  if (directives.irreversible) return { verdict: 'declared-irreversible', traces: [] };
  const traces = [...catalogTraces(evidence.traces, server), ...evidence.rowsLost.map(rowsTrace)];
  const error = upAgainError ? { error: errorOf('up-again', upAgainError) } : {};
  if (traces.some(isSchemaTrace))
    return { verdict: 'leaves-traces', traces, ...repairOfAll(evidence.traces, server), ...error };
  if (traces.some(({ change }) => change === 'rows')) return { verdict: 'loses-data', traces, ...error };
  if (upAgainError) return { verdict: 'fails', traces, ...error };
  const arrival = catalogTraces(evidence.arrival, server).map(arrivalTrace);
  if (arrival.length > 0) return { verdict: 'not-repeatable', traces: arrival };
  return { verdict: traces.length > 0 ? 'reorders-columns' : 'reversible', traces };
}

function repairOfAll(finding: CatalogFinding | undefined, server: Server): Pick<Judgement, 'whole'> {
  if (!finding) return {};
  const droppedByDown = droppedExisting(finding);
  const whole = wholeRepair(finding.differences, scopeOf(finding, server));
  return { whole: { ...whole, ...(droppedByDown.length > 0 ? { droppedByDown } : {}) } };
}

/** Both states are of one scratch database, owned by the role that runs the proof. */
function scopeOf({ before, after }: CatalogFinding, { major }: Server): RepairScope {
  const owner = [...before.values()].find(({ kind }) => kind === 'database')?.attributes.owner;
  return {
    before,
    after,
    major,
    database: 'the same',
    ...(typeof owner === 'string' ? { role: owner } : {}),
  };
}

/** Omits the repair: the down has restored the catalog, so nothing has to be repaired. */
function arrivalTrace(trace: Trace): Trace {
  return {
    ...trace,
    repair: null,
    explanation:
      trace.explanation ??
      'The second up gave a different result from the first one on the same catalog: it depends on ' +
        'something else, such as rows, the time, random values, or a variable of the file that keeps its value.',
  };
}

function isSchemaTrace({ change }: Trace): boolean {
  return change !== 'rows' && change !== 'reordered';
}

function errorOf(phase: ProofError['phase'], error: StatementError): ProofError {
  const { reason, sqlState, statement, place } = error;
  return { phase, message: reason, code: sqlState ?? null, statement: statement?.trim() ?? null, at: place };
}

function catalogTraces(finding: CatalogFinding | undefined, server: Server): readonly Trace[] {
  if (!finding) return [];
  const scope = scopeOf(finding, server);
  return withoutConsequences(finding.differences).map((difference) => {
    const { repair, ...trace } = catalogTrace(difference, scope);
    const explanation = explainTrace(difference, finding);
    return { ...trace, ...(explanation ? { explanation } : {}), repair };
  });
}

function rowsTrace(lost: RowsLost): Trace {
  return {
    kind: 'rows',
    name: lost.table,
    change: 'rows',
    ...rowsText(lost),
    repair: null,
    explanation: explainRows(lost),
  };
}

function rowsText({ before, after, columns, rows }: RowsLost): { before: string; after: string } {
  const counts = { before: countOfRows(before), after: countOfRows(after) };
  if (columns.length === 0) return counts;
  const which = `${columns.length === 1 ? 'column' : 'columns'} ${columns.join(', ')}`;
  return { ...counts, after: `${counts.after}, ${which} not the same in ${rows ?? 'some'} of them` };
}

function countOfRows(rows: number): string {
  return `${rows} ${rows === 1 ? 'row' : 'rows'}`;
}

function matches({ verdict, object }: Acceptance, judgement: Judgement): boolean {
  if (verdict !== judgement.verdict) return false;
  return object === '*' || judgement.traces.some((trace) => namesOf(trace).includes(object));
}

/** `the up destroys values of public.users (bio), which --keep keeps; the down restores them` */
function keptNote({ direction, tables }: KeptInside): string {
  const inverse = direction === 'up' ? 'down' : 'up';
  const objects = tables.map(({ schema, name, what, values }) =>
    what === 'columns' ? `${schema}.${name} (${values.join(', ')})` : `${schema}.${name}`,
  );
  return `the ${direction} destroys rows or values of ${objects.join(', ')}, which --keep keeps; the ${inverse} restores them`;
}

function keptOf({ direction, tables }: KeptInside): KeptInProof {
  return {
    direction,
    tables: tables.map(({ schema, name, what, how, values }) => ({
      table: `${schema}.${name}`,
      what,
      how,
      columns: values,
    })),
  };
}
