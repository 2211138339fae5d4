import { findDestroyed } from '../catalog/data/destroyed-data.js';
import { readStoredData } from '../catalog/data/stored-data.js';
import type { MigrationsConfig } from '../config/config.js';
import { uninterruptible } from '../database/interruption.js';
import { migrationsTable } from '../config/migrations-table.js';
import type { Session } from '../database/session.js';
import { withoutEffect } from '../database/transaction.js';
import { keepLosses, recordKept } from '../keep/keep-losses.js';
import { oppositeOf, type KeptEntry } from '../keep/kept-entry.js';
import { restoreEntries } from '../keep/restore-entries.js';
import type { Direction, Migration } from '../migrations/migration.js';
import { stepInside } from '../rows/step-inside.js';
import type { KeptInside } from './kept-inside.js';
import type { AppliedStep } from './passes/applied-step.js';

/** Runs the steps of a migration in the open transaction of a trial, as `up --keep` and `down --keep` would. */
export class KeepInside {
  readonly #session: Session;
  readonly #config: MigrationsConfig;
  readonly #migration: Migration;
  readonly #sql: Readonly<Record<Direction, readonly string[]>>;
  readonly #step: (direction: Direction) => Promise<void>;
  readonly #entries: KeptEntry[] = [];
  readonly #kept: KeptInside[] = [];

  constructor(session: Session, { migration, upSql, downSql = [] }: AppliedStep, config: MigrationsConfig) {
    this.#session = session;
    this.#config = config;
    this.#migration = migration;
    this.#sql = { up: upSql, down: downSql };
    this.#step = stepInside(session, migration, config);
  }

  /** Everything that the steps have kept. */
  get kept(): readonly KeptInside[] {
    return this.#kept;
  }

  /** Runs a step, which keeps what it destroys and restores what its inverse kept. */
  async step(direction: Direction): Promise<void> {
    const session = this.#session;
    const before = await this.#read();
    const losses = await withoutEffect(
      session,
      async () => {
        await this.#step(direction);
        return findDestroyed(before, await this.#read(), this.#sql[direction]);
      },
      { name: 'roundtrip_keep' },
    );
    const limit = Number.MAX_SAFE_INTEGER;
    const kept = losses.length > 0 ? await keepLosses(session, { losses, limit }) : undefined;
    await this.#step(direction);
    const relations = await this.#read();
    const step = { migration: this.#migration, direction };
    const entry = kept && (await recordKept(session, kept, { step, config: this.#config, after: relations }));
    await this.#restore(oppositeOf(direction));
    if (!entry) return;
    this.#entries.unshift({ ...entry, keptAt: '' });
    this.#kept.push({ direction, tables: entry.tables });
  }

  /** Nobody else writes during a trial, so that every row may be overwritten. */
  async #restore(direction: Direction): Promise<void> {
    const entries = this.#entries.filter((entry) => entry.direction === direction);
    const before = { relations: [], judged: [] };
    const relations = await this.#read();
    const context = { session: this.#session, signal: uninterruptible };
    if (entries.length > 0) await restoreEntries(context, { entries, before, relations });
    for (const entry of entries) this.#entries.splice(this.#entries.indexOf(entry), 1);
  }

  #read() {
    const bookkeeping = migrationsTable(this.#config);
    return readStoredData(this.#session, { readIn: 'open transaction', bookkeeping });
  }
}
