import { requiredText, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { changePrivileges } from '../../model/privileges.js';
import { cannot, type Repair } from '../../kind/repair.js';
import { ownershipOf } from './owner-and-privileges.js';
import { currentDatabasePlaceholder, onCurrentDatabase } from './current-database.js';

/** No statement of a database makes or drops the database itself. */
export const database: Repair<'database'> = {
  kind: 'database',
  create: () => cannot('no statement of a database creates the database itself'),
  drop: () => [],
  alter: ({ from, to, attributes }) => {
    const actions = attributes.filter((name) => name !== 'privileges').map((name) => action(to, name));
    return [
      ...actions.map((text) => `ALTER DATABASE ${currentDatabasePlaceholder} ${text};`),
      ...changePrivileges({
        acl: 'd',
        on: `DATABASE ${currentDatabasePlaceholder}`,
        from: ownershipOf(from),
        to: ownershipOf(to),
      }),
    ].map((statement) =>
      statement.includes(currentDatabasePlaceholder) ? onCurrentDatabase(statement) : statement,
    );
  },
};

function action(object: CatalogObject, name: string): string {
  switch (name) {
    case 'owner':
      return `OWNER TO ${requiredText(object, name)}`;
    case 'connection limit':
      return `CONNECTION LIMIT ${textOf(object, name) ?? '-1'}`;
    case 'allow connections':
      return `ALLOW_CONNECTIONS ${textOf(object, name) === undefined ? 'true' : 'false'}`;
    case 'template':
      return `IS_TEMPLATE ${textOf(object, name) === undefined ? 'false' : 'true'}`;
    default:
      return `SET TABLESPACE ${textOf(object, name) ?? 'pg_default'}`;
  }
}
