import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { withCatalogTransaction } from '../catalog/read/catalog-transaction.js';
import { readFingerprint } from '../catalog/read/fingerprint.js';
import type { Config } from '../config/config.js';
import type { Database, Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import { withSession } from '../database/with-session.js';
import { catalogText } from '../database/text-conversion.js';
import { readHistoryAccess } from '../history/history-schema.js';
import { readEntries } from '../keep/entries.js';
import { readHistory } from '../history/read-history.js';
import { readDatabaseStatus } from '../history/read-status.js';
import { readApplied } from '../migrations/bookkeeping.js';
import { explainError } from '../report/text/error-report.js';
import type { LiveState, StudioResults } from './studio-results.js';

export interface LiveOptions {
  readonly config: Config;
  /** Its sessions cannot write. */
  readonly database: Database;
  readonly results: StudioResults;
}

/** Milliseconds between two looks at the database. */
const interval = 2_000;

/** Looks at the database again and again; `changed` is called after its catalog or its migrations changed. */
export class LiveWatch {
  readonly #options: LiveOptions;
  #seen = '';

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** Ends when the signal is aborted. */
  async follow(signal: AbortSignal, changed: () => void): Promise<void> {
    while (!signal.aborted) {
      if (await this.look()) changed();
      await sleep(interval, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Reads the state if it changed since the last look. Returns whether it did. */
  async look(): Promise<boolean> {
    const { results } = this.#options;
    try {
      return await this.#lookOnce();
    } catch (error) {
      const { message, remedy } = explainError(error);
      this.#seen = '';
      results.set('live', { state: 'failed', message, remedy });
      return false;
    }
  }

  /** Reads the state even if the database is the same, because files changed. */
  async refresh(): Promise<void> {
    this.#seen = '';
    await this.look();
  }

  #lookOnce(): Promise<boolean> {
    const { config, database, results } = this.#options;
    return withSession(
      database,
      async (session) => {
        const now = await digestOf(session, config);
        if (now === this.#seen) return false;
        results.set('live', { state: 'done', value: await readLive(session, this.#options) });
        this.#seen = now;
        return true;
      },
      { searchPath: 'none' },
    );
  }
}

const LAST_ENTRY = `SELECT ${catalogText('pg_catalog.max(h.id)')} AS last FROM roundtrip.history AS h`;

/** A digest of the catalog, of the rows of the migrations table, and of the last row of the history. */
async function digestOf(session: Session, { migrations }: Config): Promise<string> {
  const fingerprint = await withCatalogTransaction(session, 'own transaction', readFingerprint);
  const applied = await readApplied(session, migrations);
  const access = await readHistoryAccess(session);
  const { rows } = access === 'readable' ? await session.query(LAST_ENTRY) : { rows: [] };
  const state = [...fingerprint, applied, rows];
  return createHash('sha256').update(JSON.stringify(state)).digest('hex');
}

function readLive(session: Session, { config, database }: LiveOptions): Promise<LiveState> {
  return withTransaction(
    session,
    async () => ({
      label: `PostgreSQL ${database.server.version}, ${database.label}`,
      status: await readDatabaseStatus(session, config),
      kept: await readEntries(session, config.migrations),
      history:
        (await readHistoryAccess(session)) === 'readable'
          ? await readHistory(session, config.migrations)
          : [],
    }),
    { begin: 'BEGIN READ ONLY' },
  );
}
