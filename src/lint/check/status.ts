import { isStronger, type LockMode } from '../../database/lock-modes.js';
import type { StatementEffects, StepEffects } from '../../effects/effects.js';
import type { FindingStatus } from '../finding.js';
import type { Hit } from '../rules/rule.js';
import type { StepStatement } from '../statements/step-statements.js';

/** What the trace of a step says about a hit. */
export interface Judged {
  readonly status: FindingStatus;
  /** The table that the trace shows, where the text does not tell which it is. */
  readonly relation: string | undefined;
}

/** Without a trace, only the text speaks. */
export function judgeHit(
  { evidence, relation }: Hit,
  statement: StepStatement | undefined,
  trace: StepEffects | undefined,
): Judged {
  const effects = statement?.effects;
  if (evidence.kind === 'unknown') return { status: trace ? 'cleared' : 'unanalysable', relation };
  if (evidence.kind === 'text' || !trace || !effects) return { status: 'static', relation };
  const seen =
    evidence.kind === 'lock'
      ? heldAt(effects, trace).flatMap((one) => tablesWith(one, evidence.mode))
      : tablesWith(effects, evidence.kind);
  const found = relation === undefined ? seen[0] : seen.find((one) => one === relation);
  const isConfirmed = found !== undefined && trace.existed.has(found);
  return { status: isConfirmed ? 'confirmed' : 'cleared', relation: relation ?? found };
}

/** A lock that an earlier statement took is still held, and the trace does not repeat it. */
function heldAt(effects: StatementEffects, { statements }: StepEffects): readonly StatementEffects[] {
  if (effects.transaction === 'none') return [effects];
  return [effects, ...statements.filter(({ index }) => index < effects.index)];
}

/** The tables that a statement rewrote, read, or locked at least in a mode. */
function tablesWith(effects: StatementEffects, what: 'rewrite' | 'scan' | LockMode): readonly string[] {
  if (what === 'rewrite') return effects.rewrites;
  if (what === 'scan') return [...effects.scans, ...effects.rewrites];
  return effects.locks
    .filter(({ kind, mode }) => !/^(index|sequence)$/.test(kind) && (mode === what || isStronger(mode, what)))
    .map((one) => one.relation);
}
