import type { Destroyed } from '../catalog/data/destroyed-data.js';
import type { Session } from '../database/session.js';
import { RefusedError } from '../errors.js';
import type { Step } from '../migrations/step.js';
import { changesRows } from '../sql-text/row-changes.js';
import { tablesNamedIn } from '../sql-text/tables-named.js';

export interface Keepable {
  readonly losses: readonly Destroyed[];
  /** Statements of the step. */
  readonly statements: readonly string[];
  readonly step: Step;
}

/**
 * Checks, while a step can still be rolled back, that all of its losses can be kept.
 * @throws RefusedError naming what cannot be kept, and why
 */
export async function assertKeepable(
  session: Session,
  { losses, statements, step }: Keepable,
): Promise<void> {
  const { largeObjects, foreignTables, publications, counted } = await readFacts(session);
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new RefusedError(`the ${step.direction} of ${step.migration.name} ${what}: ${why}`, {
      remedy: `Nothing was changed. ${remedy} ${without}`,
    });
  };
  if (!counted)
    refuse(
      'cannot be observed',
      'with track_counts off, the server does not count changed rows',
      countRemedy,
    );
  if (largeObjects) refuse('changes or deletes large objects', 'they cannot be kept', dumpRemedy);
  const written = tablesNamedIn(statements.filter(changesRows), foreignTables);
  if (written.length > 0)
    refuse(
      `changes rows of the foreign table ${written.join(', ')}`,
      'its rows are on another server',
      dumpRemedy,
    );
  if (losses.length > 0 && publications.length > 0)
    refuse(
      'destroys data',
      `publication ${publications.join(', ')} of all tables would send the kept rows to its subscribers`,
      publicationRemedy,
    );
}

const without =
  'To run it without keeping anything: leave out --keep, or add --no-keep if roundtrip.json sets it.';
const dumpRemedy = 'Save them with pg_dump first.';
const countRemedy = 'Switch it on for the role that runs migrations: ALTER ROLE … SET track_counts = on.';
const publicationRemedy = 'Save the data with down --backup FILE, or list the tables of the publication.';

/** Counters of the open transaction; those of large objects also grow when one is written. */
const FACTS = `
  SELECT pg_catalog.current_setting('track_counts') = 'on' AS counted,
    pg_catalog.pg_stat_get_xact_tuples_deleted('pg_catalog.pg_largeobject_metadata'::pg_catalog.regclass)
      + pg_catalog.pg_stat_get_xact_tuples_updated('pg_catalog.pg_largeobject'::pg_catalog.regclass)
      + pg_catalog.pg_stat_get_xact_tuples_deleted('pg_catalog.pg_largeobject'::pg_catalog.regclass) > 0 AS "largeObjects",
    ARRAY(SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class AS c
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind = 'f') AS "foreignTables",
    ARRAY(SELECT p.pubname::pg_catalog.text FROM pg_catalog.pg_publication AS p
      WHERE p.puballtables AND p.pubinsert ORDER BY 1) AS publications`;

interface Facts {
  readonly counted: boolean;
  readonly largeObjects: boolean;
  readonly foreignTables: readonly string[];
  readonly publications: readonly string[];
}

async function readFacts(session: Session): Promise<Facts> {
  const [facts] = (await session.query<Facts>(FACTS)).rows;
  if (!facts) throw new Error('the facts about the step were not returned');
  return facts;
}
