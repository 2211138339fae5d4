import { requiredText, textOf } from '../attribute.js';
import type { CatalogObject } from '../object.js';
import { objectRepair } from './object-repair.js';

export const domain = objectRepair({
  kind: 'domain',
  sql: 'DOMAIN',
  privileges: { acl: 'T' },
  create: (object) => [`CREATE DOMAIN ${object.name} AS ${requiredText(object, 'type')}${clauses(object)};`],
  alter: ({ to, attributes }) => {
    if (attributes.some((name) => name !== 'default' && name !== 'not null')) return undefined;
    return attributes.map(
      (name) => `ALTER DOMAIN ${to.name} ${name === 'default' ? setDefault(to) : setNotNull(to)};`,
    );
  },
});

function clauses(object: CatalogObject): string {
  const collation = textOf(object, 'collation');
  const value = textOf(object, 'default');
  return [
    collation === undefined ? '' : ` COLLATE ${collation}`,
    value === undefined ? '' : ` DEFAULT ${value}`,
    textOf(object, 'not null') === undefined ? '' : ' NOT NULL',
  ].join('');
}

function setDefault(object: CatalogObject): string {
  const value = textOf(object, 'default');
  return value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${value}`;
}

function setNotNull(object: CatalogObject): string {
  return `${textOf(object, 'not null') === undefined ? 'DROP' : 'SET'} NOT NULL`;
}
