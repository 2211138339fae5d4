import type { Difference } from '../catalog/model/diff.js';
import type { CatalogObject } from '../catalog/model/object.js';
import { withoutServerOptions } from './without-server-options.js';

/** Version of how objects are written; objects of another one cannot be compared. */
const changeFormat = 1;

/** Catalog changes of a step in their stored form. */
export interface RecordedChange {
  readonly format: number;
  /** Major version of the server: the catalogs of two of them cannot be compared. */
  readonly major: number;
  /** `scratch` where the step did not run in this database. */
  readonly from: 'here' | 'scratch';
  readonly objects: readonly RecordedObject[];
}

export interface RecordedObject {
  readonly change: Difference['change'];
  readonly before: CatalogObject | null;
  readonly after: CatalogObject | null;
  /** Names of the attributes that differ; of `changed` ones only. */
  readonly attributes?: readonly string[];
}

export function recordChange(
  differences: readonly Difference[],
  { major, from }: Pick<RecordedChange, 'major' | 'from'>,
): RecordedChange {
  const objects = differences.map((difference): RecordedObject => ({
    change: difference.change,
    before: difference.before ?? null,
    after: difference.after ?? null,
    ...('attributes' in difference ? { attributes: difference.attributes } : {}),
  }));
  return { format: changeFormat, major, from, objects };
}

/** The differences again; `undefined` where they cannot be compared with this server's catalog. */
export function readChange(change: RecordedChange | null, major: number): readonly Difference[] | undefined {
  if (change?.format !== changeFormat || change.major !== major) return undefined;
  return differencesOf(change);
}

/** The differences again, for reading only. */
export function differencesOf({ objects }: RecordedChange): readonly Difference[] {
  const differences = objects.map(({ change, before, after, attributes = [] }) => {
    const sides = { before: before ?? undefined, after: after ?? undefined };
    return (
      change === 'left' || change === 'missing' ? { change, ...sides } : { change, ...sides, attributes }
    ) as Difference;
  });
  return withoutServerOptions(differences);
}
