import { listOf } from '../../catalog/model/attribute.js';
import type { CatalogObject } from '../../catalog/model/object.js';
import { parseEntry } from '../../catalog/model/privileges.js';
import { localName } from '../../catalog/model/qualified-name.js';
import { partsOf, type BuildContext } from './build-context.js';
import type { Grant } from './schema-model.js';

/** Returns the privileges on an object, and on a table's columns, by role, without those of the owner. */
export function grantsOn(context: BuildContext, object: CatalogObject): readonly Grant[] {
  const onColumns = partsOf(context, object, 'column').flatMap((column) =>
    entriesOf(column, object).map(({ privilege, ...rest }) => ({
      ...rest,
      privilege: `${privilege} (${localName(column.name)})`,
    })),
  );
  const roles = new Map<string, string[]>();
  for (const { to, privilege, option } of [...entriesOf(object, object), ...onColumns]) {
    roles.set(to, [...(roles.get(to) ?? []), `${privilege}${option}`]);
  }
  return [...roles].sort(([a], [b]) => (a < b ? -1 : 1)).map(([to, privileges]) => ({ to, privileges }));
}

interface Entry {
  readonly to: string;
  readonly privilege: string;
  /** `' with grant option'`, `' granted by …'`, both or nothing. */
  readonly option: string;
}

/** Leaves out the privileges of the owner. */
function entriesOf(object: CatalogObject, owned: CatalogObject): readonly Entry[] {
  return listOf(object, 'privileges')
    .map(parseEntry)
    .filter(({ grantee }) => grantee !== owned.attributes.owner)
    .map(({ privilege, grantee, grantable, grantor }) => ({
      to: grantee,
      privilege,
      option: `${grantable ? ' with grant option' : ''}${grantor === undefined ? '' : ` granted by ${grantor}`}`,
    }));
}
