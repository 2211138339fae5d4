import { createHash } from 'node:crypto';
import type { CatalogObject, Snapshot } from './object.js';

/** Returns the SHA-256 of a snapshot, in hexadecimal; equal for snapshots without a difference. */
export function hashSnapshot(snapshot: Snapshot): string {
  const hash = createHash('sha256');
  for (const object of snapshot.values()) hash.update(`${JSON.stringify(normalised(object))}\n`);
  return hash.digest('hex');
}

/** The compared parts of an object, in an order that does not depend on how the object was created. */
function normalised({ kind, name, attributes, order = [] }: CatalogObject): unknown {
  const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  return [kind, name, sorted, order];
}
