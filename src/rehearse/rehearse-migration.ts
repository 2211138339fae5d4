import { describeChange } from '../catalog/model/describe.js';
import { diff, subject, withoutConsequences } from '../catalog/model/diff.js';
import type { Snapshot } from '../catalog/model/object.js';
import { migrationsTable } from '../config/migrations-table.js';
import type { Session } from '../database/session.js';
import type { Migration } from '../migrations/migration.js';
import type { CapturedRows, RowCaptures } from './losses/captured-rows.js';
import { tablesToCapture } from './losses/captures-needed.js';
import { toLosses, type LostData } from './losses/losses.js';
import { fileTexts, hasDown, plannedSql } from './migration-texts.js';
import type { Evidence } from './judge.js';
import type { Phase, SchemaDifference } from './rehearsal-report.js';
import { measureStep, type MeasuredStep, type Stage } from './steps/measure-step.js';
import type { Watched } from './steps/relation-state.js';
import { readTables, rootOf, tablesIn, withPartitions, type Table } from './tables.js';
import { writeRows, type WrittenRows } from './written-rows.js';

/** What is being done with one migration. */
export type MigrationProgress = (doing: Phase | 'reading rows' | 'writing rows' | 'comparing rows') => void;

export interface MigrationStage extends Stage {
  /** Reads between the steps. */
  readonly session: Session;
  readonly captures: RowCaptures;
  /** Whether rows are written between up and down. */
  readonly rows: 'generate' | 'none';
  readonly progress: MigrationProgress;
}

/** Whether the next migration can be rehearsed: `stopped` where the state after the up could not be reached. */
export interface Outcome {
  readonly evidence: Evidence;
  readonly then: 'continue' | 'stop';
}

/** Runs a migration up, down and up again, and finds out what is different after the down. */
export async function rehearseMigration(stage: MigrationStage, migration: Migration): Promise<Outcome> {
  const rehearsal = await MigrationRehearsal.open(stage, migration);
  try {
    return await rehearsal.run();
  } finally {
    await rehearsal.close();
  }
}

class MigrationRehearsal {
  readonly #stage: MigrationStage;
  readonly #migration: Migration;
  /** The tables before the up, and those that the migration concerns. */
  readonly #tables: readonly Table[];
  readonly #concerned: readonly Table[];
  readonly #watched: Watched;
  readonly #before: Snapshot;
  readonly #existing: CapturedRows[] = [];
  readonly #since: CapturedRows[] = [];
  readonly #steps: MeasuredStep[] = [];
  readonly #notes: string[] = [];
  #written: WrittenRows['written'] = [];
  #lost: readonly LostData[] = [];
  #differences: readonly SchemaDifference[] = [];

  private constructor(
    stage: MigrationStage,
    migration: Migration,
    { tables, concerned }: { readonly tables: readonly Table[]; readonly concerned: readonly Table[] },
  ) {
    this.#stage = stage;
    this.#migration = migration;
    this.#tables = tables;
    this.#concerned = concerned;
    this.#before = new Map(stage.run.objects);
    this.#watched = {
      concerned: concerned.flatMap((table) => withPartitions(table, tables)).map(({ oid }) => oid),
      existing: tables.map(({ oid }) => oid),
      migrationsTable: migrationsTable(stage.run.config),
    };
  }

  static async open(stage: MigrationStage, migration: Migration): Promise<MigrationRehearsal> {
    const { session, run, captures } = stage;
    const tables = await readTables(session, run.config);
    const statements = await plannedSql(session, migration, run.config);
    const concerned = tablesIn([...statements, ...(await fileTexts(migration))], tables);
    const rehearsal = new MigrationRehearsal(stage, migration, { tables, concerned });
    const wanted = tablesToCapture(statements, tables);
    if (wanted.length > 0) stage.progress('reading rows');
    for (const table of wanted) {
      const captured = await captures.capture(table);
      if (captured) rehearsal.#existing.push(captured);
    }
    return rehearsal;
  }

  async close(): Promise<void> {
    await this.#removeRows();
    for (const captured of this.#existing) await this.#stage.captures.drop(captured);
  }

  async run(): Promise<Outcome> {
    if (!(await this.#step('up'))) return this.#outcome('stop');
    if (!hasDown(this.#migration)) {
      this.#notes.push('it has no down, so that only the up was rehearsed');
      await this.#compareRows();
      return this.#outcome('continue');
    }
    if (this.#stage.rows === 'generate') await this.#writeRows();
    if (!(await this.#step('down')))
      return this.#outcome(this.#last?.report.transaction === 'one' ? 'continue' : 'stop');
    this.#compareSchema();
    await this.#compareRows();
    await this.#removeRows();
    return this.#outcome((await this.#step('up-again')) ? 'continue' : 'stop');
  }

  get #last(): MeasuredStep | undefined {
    return this.#steps.at(-1);
  }

  async #step(phase: Phase): Promise<boolean> {
    this.#stage.progress(phase);
    const step = await measureStep(this.#stage, {
      migration: this.#migration,
      phase,
      watched: this.#watched,
    });
    this.#steps.push(step);
    return step.failure === undefined;
  }

  /** Into the tables that it concerns, and those that the up made. */
  async #writeRows(): Promise<void> {
    const { session, run, captures, progress } = this.#stage;
    progress('writing rows');
    const now = await readTables(session, run.config);
    const existing = new Set(this.#tables.map(({ oid }) => oid));
    const concerned = new Set(this.#concerned.map(({ oid }) => oid));
    const targets = now.filter(
      (table) => rootOf(table, now) === table && (concerned.has(table.oid) || !existing.has(table.oid)),
    );
    const { written, since, notes } = await writeRows(
      run.database,
      targets.map(({ name }) => name),
    );
    this.#written = written;
    this.#notes.push(...notes);
    const filled = new Set(
      now
        .filter((table) => written.some(({ table: name }) => name === table.name))
        .map((table) => rootOf(table, now)),
    );
    for (const table of filled) {
      const captured = await captures.capture(table, since);
      if (captured) this.#since.push(captured);
    }
  }

  /** The rows fit this migration, but perhaps not the next one. */
  async #removeRows(): Promise<void> {
    for (const captured of this.#since.splice(0)) {
      await this.#stage.captures.remove(captured);
      await this.#stage.captures.drop(captured);
    }
  }

  #compareSchema(): void {
    const after = this.#stage.run.objects;
    const changes = withoutConsequences(diff(this.#before, after));
    const isReordered = changes.some(({ change }) => change === 'reordered');
    if (isReordered) this.#notes.push('the down restores a column in another place');
    this.#differences = changes.flatMap((difference) => {
      const { change } = difference;
      if (change === 'reordered') return [];
      const { kind, name } = subject(difference);
      return [{ kind, name, change, ...describeChange(difference, { before: this.#before, after }) }];
    });
  }

  async #compareRows(): Promise<void> {
    if (this.#existing.length + this.#since.length > 0) this.#stage.progress('comparing rows');
    const all = this.#steps.flatMap(({ statements }) => statements);
    const ofDown = all.filter(({ direction }) => direction === 'down');
    const existing = await this.#lossesOf(this.#existing, { statements: all, written: 'before' });
    const since = await this.#lossesOf(this.#since, { statements: ofDown, written: 'since' });
    this.#lost = [...existing, ...since];
  }

  async #lossesOf(
    captured: readonly CapturedRows[],
    {
      statements,
      written,
    }: { readonly statements: MeasuredStep['statements']; readonly written: LostData['written'] },
  ): Promise<readonly LostData[]> {
    const losses: LostData[] = [];
    for (const one of captured) {
      const missing = await this.#stage.captures.compare(one);
      const stores = new Set(
        withPartitions(one.table, this.#tables)
          .map(({ oid }) => oid)
          .concat(one.table.oid),
      );
      losses.push(...toLosses({ missing, stores, written, statements }));
    }
    return losses;
  }

  #outcome(then: Outcome['then']): Outcome {
    const { name, path } = this.#migration;
    const report = (phase: Phase) => this.#steps.find((step) => step.report.phase === phase)?.report;
    const evidence: Evidence = {
      name,
      path,
      up: report('up'),
      down: report('down'),
      upAgain: report('up-again'),
      failure: this.#last?.failure,
      lost: this.#lost,
      differences: this.#differences,
      compared: this.#existing.map(({ table, rows }) => ({ table: table.name, rows })),
      written: this.#written,
      notes: this.#notes,
    };
    return { evidence, then };
  }
}
