import { subject, type Difference } from '../catalog/model/diff.js';
import type { Kind } from '../catalog/model/object.js';
import type { MigrationsConfig } from '../config/config.js';
import type { RowsMode } from './rows-mode.js';
import { readAllRows } from '../rows/all-rows.js';
import { isStoredElsewhere } from '../rows/row-signature.js';
import type { RowsWritten } from '../scratch-run/rows-written.js';
import type { Rows } from './passes/applied-step.js';
import type { ScratchRun } from '../scratch-run/scratch-run.js';

export interface AfterStep {
  readonly run: ScratchRun;
  /** Rows before the step. */
  readonly known: Rows;
  readonly changes: readonly Difference[];
  readonly written: RowsWritten;
}

/** Reads rows after a step, if the step can have changed any of them or their printed form. */
export async function readRowsAfter(
  { rows, config }: { readonly rows: RowsMode; readonly config: MigrationsConfig },
  { run, known, changes, written }: AfterStep,
): Promise<Rows> {
  if (rows === 'none') return known;
  const isSame =
    written === 'no' &&
    !touches(known, changes) &&
    (known.size === 0 || !(await isStoredElsewhere(run.catalogSession, known)));
  return isSame ? known : readAllRows(run.catalogSession, config);
}

/** Kinds of objects that can affect the printed form of values without a change of the table. */
const printing: ReadonlySet<Kind> = new Set(['type', 'domain', 'function', 'extension']);

/**
 * Returns whether the changes concern a filled table or an object that belongs to one, or can affect the
 * printed form of its values: labels of an enum, the function of a virtual column, a name that a `regclass`
 * holds.
 */
function touches(known: Rows, changes: readonly Difference[]): boolean {
  if (known.size === 0) return false;
  return changes.some((difference) => {
    const { kind, name, parent } = subject(difference);
    if (known.has(name) || (parent !== undefined && known.has(parent.name))) return true;
    return difference.change === 'missing' || (difference.change === 'changed' && printing.has(kind));
  });
}
