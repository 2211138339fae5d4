import type { Snapshot } from '../catalog/model/object.js';
import type { RepairLimit } from '../catalog/repair/plan-repair.js';
import { catalogStages } from './catalog-stages.js';
import { forEmptyDatabase, type ExtensionDefaults } from './for-empty-database.js';
import { planPair, type PairOptions, type PlannedPair } from './plan-pair.js';

/** One of the files that create a whole catalog. */
export interface WholeFile {
  /** What it creates, where there are several. */
  readonly topic: string | undefined;
  readonly pair: PlannedPair;
}

export interface WholeOptions extends PairOptions {
  /** Statements from which on the catalog is divided among files. */
  readonly divideFrom: number;
  readonly extensions: ExtensionDefaults;
}

/** Plans one file that leads from an empty database to a whole catalog and back, or several if it is large. */
export function planWhole(empty: Snapshot, whole: Snapshot, options: WholeOptions): readonly WholeFile[] {
  const pair = planCreation(empty, whole, options);
  if (pair.up.statements.length < options.divideFrom) return [{ topic: undefined, pair }];
  const stages = catalogStages(empty, whole);
  return stages.flatMap(({ topic, catalog }, index) => {
    const part = planCreation(stages[index - 1]?.catalog ?? empty, catalog, options);
    return part.up.statements.length === 0 ? [] : [{ topic, pair: part }];
  });
}

function planCreation(from: Snapshot, to: Snapshot, options: WholeOptions): PlannedPair {
  const { up, down } = planPair(from, to, options);
  return { up: forEmptyDatabase(up, options.extensions), down };
}

/** What the files cannot create or remove exactly. */
export function limitsOf(files: readonly WholeFile[]): readonly RepairLimit[] {
  return files.flatMap(({ pair }) => [...pair.up.limits, ...pair.down.limits]);
}
