import { quoteIdentifier, quoteQualified } from '../../database/quote.js';
import type { Session } from '../../database/session.js';

/** Triggers that somebody wrote, on these tables and their partitions; foreign keys are internal ones. */
const TRIGGERS = `
  SELECT DISTINCT n.nspname::pg_catalog.text AS schema, c.relname::pg_catalog.text AS table,
    t.tgname::pg_catalog.text AS name, t.tgenabled AS enabled
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS r (oid)
    CROSS JOIN LATERAL (SELECT r.oid UNION SELECT p.relid FROM pg_catalog.pg_partition_tree(r.oid) AS p) AS o (oid)
    JOIN pg_catalog.pg_class AS c ON c.oid = o.oid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = c.oid
  WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
  ORDER BY 1, 2, 3`;

interface Trigger {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly enabled: 'O' | 'R' | 'A';
}

const enabling = { O: 'ENABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' } as const;

/**
 * Runs `action` with the triggers of these tables off, and puts them back as they were. They fired
 * when the rows were first written; now they would change what is put back, or record it a second
 * time. Foreign keys are checked all the same. When the action throws, the transaction takes it back.
 */
export async function withoutTriggers<T>(
  session: Session,
  oids: readonly string[],
  action: () => Promise<T>,
): Promise<T> {
  const { rows } = await session.query<Trigger>(TRIGGERS, [oids]);
  for (const trigger of rows) await alter(session, trigger, 'DISABLE');
  const result = await action();
  for (const trigger of rows) await alter(session, trigger, enabling[trigger.enabled]);
  return result;
}

async function alter(session: Session, { schema, table, name }: Trigger, how: string): Promise<void> {
  await session.query(
    `ALTER TABLE ONLY ${quoteQualified(schema, table)} ${how} TRIGGER ${quoteIdentifier(name)}`,
  );
}
