import type { Database, Session } from '../database/session.js';
import { ownSchema } from '../database/own-schema.js';
import { withSession } from '../database/with-session.js';
import { migrationsTable, type TableName } from '../config/migrations-table.js';
import { InterruptedError, RoundtripError } from '../errors.js';
import { renderPlannedEffects } from '../report/run-plan/text.js';
import type { Context } from './context.js';
import { planOf, type Planned } from './rolling-back/plan.js';
import type { RunCommand, RunFlags } from './run-command.js';

/**
 * On a terminal, shows the locks, rewrites and scans of the pending migrations before they run on a server whose
 * tables have rows.
 */
export function effectsShown(context: Context<RunFlags>, run: RunCommand['run']): RunCommand['run'] {
  return async (target, options) => {
    const { database, config, mode } = options;
    if (
      mode === 'run' &&
      mayShow(context, database) &&
      (await hasRows(database, migrationsTable(config.migrations)))
    )
      await showEffects(context, {
        direction: 'up',
        target,
        database,
        config,
        losses: 'uncounted',
      });
    return run(target, options);
  };
}

function mayShow({ terminal, flags }: Context<RunFlags>, { server }: Database): boolean {
  const isRead = terminal.isInteractive && terminal.verbosity !== 'quiet' && flags.yes !== true;
  return isRead && server.kind !== 'embedded';
}

/** Tables with rows according to the statistics and to VACUUM or ANALYZE, which need no lock to be read. */
const HAS_ROWS = `
  SELECT EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't'
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', $1)
      AND NOT (n.nspname = $2 AND c.relname = $3)
      AND (c.reltuples > 0 OR pg_catalog.pg_stat_get_live_tuples(c.oid) > 0)) AS "hasRows"`;

function hasRows(database: Database, { schema, name }: TableName): Promise<boolean> {
  return withSession(database, async (session: Session) => {
    const { rows } = await session.query<{ readonly hasRows: boolean }>(HAS_ROWS, [ownSchema, schema, name]);
    return rows[0]?.hasRows === true;
  });
}

/** The run itself needs no scratch database, so that a failure to observe is only a note. */
async function showEffects(context: Context<RunFlags>, planned: Planned): Promise<void> {
  const { terminal } = context;
  const paint = terminal.notePaint;
  try {
    const effects = renderPlannedEffects(await planOf(context, planned), paint);
    if (effects !== '') terminal.note(`${effects}\n`);
  } catch (error) {
    if (!(error instanceof RoundtripError) || error instanceof InterruptedError) throw error;
    terminal.note(paint.yellow(`the locks of the migrations could not be determined: ${error.message}`));
  }
}
