import { assertNever } from '../../errors.js';
import type { Migration } from '../../migrations/migration.js';
import type { MigrationProof } from '../proof-report.js';

/** `add`: only statements after those of the down; `rewrite`: also another down in its place. */
export type FixMode = 'add' | 'rewrite';

/** How a down may be repaired, or why not. */
export type Fixability =
  | {
      readonly kind: 'fixable';
      /** The ways in the order in which they are tried. */
      readonly ways: readonly [RepairStatements, ...RepairStatements[]];
    }
  | { readonly kind: 'unfixable'; readonly reason: string };

/** Statements are added to the down, or it is written from the catalogs before and after the up. */
export type RepairStatements = 'add' | 'replace';

/** Determines from the verdict how a finding may be fixed. */
export function fixabilityOf(proof: MigrationProof, migration: Migration, mode: FixMode): Fixability {
  switch (proof.verdict) {
    case 'leaves-traces':
      return ofTraces(proof, migration, mode);
    case 'fails':
      return ofFailure(proof, migration, mode);
    case 'loses-data':
      return replaceIf(mode, 'no statement restores the rows that its down loses');
    case 'not-repeatable':
      return unfixable('its second up gives another result, which no down changes: correct the up');
    case 'reorders-columns':
      return unfixable('PostgreSQL adds columns only at the end, so no SQL restores their order');
    case 'not-run':
      return unfixable('it was not proven, because an earlier migration fails');
    case 'reversible':
    case 'declared-irreversible':
      return unfixable('an acceptance in its file is unused: remove it');
    default:
      return assertNever(proof.verdict);
  }
}

function ofTraces(proof: MigrationProof, { down }: Migration, mode: FixMode): Fixability {
  const { accepted, acceptedByProject = [], droppedByDown = [], notRepaired = [], repairStatements } = proof;
  if (accepted.length + acceptedByProject.length > 0)
    return unfixable(
      'some of its traces are accepted, and the repair would remove them, too: edit it by hand',
    );
  if (down.kind === 'inferred') return { kind: 'fixable', ways: ['replace'] };
  if (droppedByDown.length > 0) {
    const names = droppedByDown.map(({ kind, name }) => `${kind} ${name}`).join(', ');
    return replaceIf(mode, `its down drops ${names}, whose rows no statement after it restores`);
  }
  if (notRepaired.length > 0) {
    const limits = notRepaired.map(({ kind, name, reason }) => `${kind} ${name}: ${reason}`).join('; ');
    return replaceIf(mode, `no SQL restores ${limits}`);
  }
  if (!repairStatements) return replaceIf(mode, 'PostgreSQL has no statement that restores it');
  return { kind: 'fixable', ways: mode === 'rewrite' ? ['add', 'replace'] : ['add'] };
}

function ofFailure({ error }: MigrationProof, { down }: Migration, mode: FixMode): Fixability {
  if (error?.phase === 'up') return unfixable('its up fails, which no down changes: correct the up');
  if (error?.phase === 'up-again')
    return unfixable('its second up fails although the down restores the catalog: correct the up');
  if (down.kind === 'inferred') return { kind: 'fixable', ways: ['replace'] };
  return replaceIf(mode, 'its down fails, so statements after it do not run');
}

function replaceIf(mode: FixMode, reason: string): Fixability {
  if (mode === 'rewrite') return { kind: 'fixable', ways: ['replace'] };
  return unfixable(`${reason}; --fix=rewrite tries to write another down in its place`);
}

function unfixable(reason: string): Fixability {
  return { kind: 'unfixable', reason };
}
