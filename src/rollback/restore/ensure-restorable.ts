import type { StoredRelation } from '../../catalog/data/stored-data.js';
import type { MigrationsConfig } from '../../config/config.js';
import { quoteQualified } from '../../database/quote.js';
import type { Session } from '../../database/session.js';
import { RefusedError } from '../../errors.js';
import { readApplied } from '../../migrations/bookkeeping.js';
import type { Manifest } from '../backup/manifest.js';
import type { OpenBackup } from '../backup/open-backup.js';
import { readProvenance, type Provenance } from './provenance.js';

/** Checks that can be disabled although the backup may not belong to this database. */
export interface Admission {
  /** Whether migrations of the backup may be pending. */
  readonly unapplied: 'refused' | 'allowed';
  /** Whether the history may lack the rollback that wrote exactly this backup. */
  readonly unrecorded: 'refused' | 'allowed';
}

export interface Admitted {
  /** Migrations of the backup that are not applied now. */
  readonly notApplied: readonly string[];
  readonly provenance: Provenance;
}

interface Judged extends Admission {
  readonly config: MigrationsConfig;
  readonly backup: OpenBackup;
  readonly relations: readonly StoredRelation[];
}

/**
 * @throws RefusedError, before anything is locked or written, where migrations of the backup are not applied,
 * no table or sequence of the backup exists, or the history of this database does not record the backup
 */
export async function ensureRestorable(
  session: Session,
  { config, backup, relations, unapplied, unrecorded }: Judged,
): Promise<Admitted> {
  const { manifest } = backup;
  const applied = new Set((await readApplied(session, config)).map(({ name }) => name));
  const notApplied = manifest.migrations.filter((name) => !applied.has(name));
  if (notApplied.length > 0 && unapplied === 'refused') throw notAppliedError(notApplied);
  assertSameDatabase(manifest, relations);
  const provenance = await readProvenance(session, config, backup);
  if (provenance.backup === 'unrecorded' && unrecorded === 'refused') throw unrecordedError(manifest);
  return { notApplied, provenance };
}

function notAppliedError(names: readonly string[]): RefusedError {
  return new RefusedError(`the backup belongs to migrations that are not applied: ${names.join(', ')}`, {
    remedy:
      'Nothing was restored. Apply them first: roundtrip up. If other migrations have replaced them, add --allow-not-applied.',
  });
}

/** A database that has none of its tables and sequences is not the one of the backup. */
function assertSameDatabase({ tables, sequences }: Manifest, relations: readonly StoredRelation[]): void {
  const wanted = [...tables, ...sequences];
  const here = new Set(relations.map(({ schema, name }) => quoteQualified(schema, name)));
  if (wanted.length === 0 || wanted.some(({ schema, name }) => here.has(quoteQualified(schema, name))))
    return;
  const names = wanted.map(({ schema, name }) => `${schema}.${name}`).join(', ');
  throw new RefusedError(`the schema of this database differs from the backup: it has no ${names}`, {
    remedy: 'Nothing was restored. Give the database that was rolled back with --database-url.',
  });
}

/** An unrecorded file could name any table. */
function unrecordedError({ tables }: Manifest): RefusedError {
  const names = tables.map(({ schema, name }) => `${schema}.${name}`).join(', ');
  return new RefusedError(
    'the history of this database has no record of the rollback that wrote this backup',
    {
      remedy:
        'Nothing was restored. The file was changed, or the rollback took place in another database or with --no-history. ' +
        `If you trust it to write to ${names === '' ? 'its sequences' : names}: --allow-unrecorded.`,
    },
  );
}
