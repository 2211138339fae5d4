import type { AttributeValue, CatalogObject } from '../../model/object.js';
import { localName } from '../../model/qualified-name.js';

/** Sets what logical replication sends to identify a changed row of a table or materialized view. */
export function replicaIdentity({ name, attributes }: CatalogObject): readonly string[] {
  const identity = attributes['replica identity'];
  if (identity === 'lost index') return [];
  return [`ALTER TABLE ${name} REPLICA IDENTITY ${identityWords(identity)};`];
}

function identityWords(identity: AttributeValue | undefined): string {
  if (identity === undefined) return 'DEFAULT';
  const [, index] = /^using index (.*)$/.exec(String(identity)) ?? [];
  return index === undefined ? String(identity).toUpperCase() : `USING INDEX ${localName(index)}`;
}
