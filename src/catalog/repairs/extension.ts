import { quoteLiteral } from '../../database/quote.js';
import { requiredText } from '../attribute.js';
import type { CatalogObject } from '../object.js';
import type { Repair } from '../repair.js';

/** An extension belongs to who creates it; its owner cannot be changed. */
export const extension: Repair<'extension'> = {
  kind: 'extension',
  create: (object) => [
    `CREATE EXTENSION ${object.name} SCHEMA ${requiredText(object, 'schema')} VERSION ${quoteLiteral(requiredText(object, 'version'))};`,
  ],
  drop: ({ kind, name }, { isCreated }) => [
    ...(isCreated({ kind, name }) ? [noteOnUse(name)] : []),
    `DROP EXTENSION ${name};`,
  ],
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('owner') || isOlder(to, from)) return undefined;
    const actions = attributes
      .filter((name) => name !== 'requires')
      .map((name) =>
        name === 'schema'
          ? `SET SCHEMA ${requiredText(to, 'schema')}`
          : `UPDATE TO ${quoteLiteral(requiredText(to, 'version'))}`,
      );
    return actions.map((action) => `ALTER EXTENSION ${to.name} ${action};`);
  },
};

function noteOnUse(name: string): string {
  return (
    `-- Fails where anything uses extension ${name}: PostgreSQL can only make it again to give it back ` +
    'an older version or another owner.'
  );
}

/** Extensions bring scripts from older to newer versions, and hardly ever back. */
function isOlder(one: CatalogObject, other: CatalogObject): boolean {
  const order = requiredText(one, 'version').localeCompare(requiredText(other, 'version'), 'en', {
    numeric: true,
  });
  return order < 0;
}
