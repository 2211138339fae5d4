import type { MigrationProof } from '../../prove/proof-report.js';

/** Whether there is more to say about a migration than its verdict. */
export function hasDetails({ verdict, notes, staleAcceptances, rows, fix }: MigrationProof): boolean {
  if (verdict === 'not-run') return false;
  return (
    fix !== undefined ||
    verdict !== 'reversible' ||
    notes.length > 0 ||
    staleAcceptances.length > 0 ||
    rows.some(({ compared }) => compared === 'no')
  );
}
