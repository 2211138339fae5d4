import type { Down } from '../../migrations/migration.js';
import type { MigrationProof } from '../proof-report.js';
import type { RepairStatements } from './fixability.js';

interface Edited {
  readonly way: RepairStatements;
  /** The down before the edit. */
  readonly down: Down;
}

/**
 * Decides by its proof whether an edit is kept; returns the reason where it is not. Rows that are lost with it are no
 * reason, unless it removes statements of the author, which may have restored them.
 */
export function acceptEdit(proven: MigrationProof, { way, down }: Edited): string | undefined {
  const repair = way === 'add' ? 'with the repair added' : 'with a down written from the catalogs';
  switch (proven.verdict) {
    case 'reversible':
    case 'reorders-columns':
      return undefined;
    case 'loses-data':
      return way === 'add' || down.kind !== 'written'
        ? undefined
        : `${repair}, rows are lost: ${traceText(proven)}`;
    case 'leaves-traces':
      return `${repair}, it still leaves traces: ${traceText(proven)}`;
    case 'not-repeatable':
      return `${repair}, its second up gives another result: ${traceText(proven)}`;
    case 'fails':
      return `${repair}, ${phaseTexts[proven.error?.phase ?? 'down']} fails: ${proven.error?.message ?? ''}`;
    case 'declared-irreversible':
    case 'not-run':
      return `${repair}, it could not be proven`;
  }
}

const phaseTexts = { up: 'the up', down: 'the down', 'up-again': 'the second up' } as const;

function traceText({ traces }: MigrationProof): string {
  const names = traces
    .slice(0, 3)
    .map(({ kind, name }) => (kind === 'rows' ? `table ${name}` : `${kind} ${name}`));
  return names.join(', ') + (traces.length > names.length ? ` and ${traces.length - names.length} more` : '');
}
