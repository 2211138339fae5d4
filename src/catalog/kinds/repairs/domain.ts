import { requiredText, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { localName } from '../../model/qualified-name.js';
import { objectRepair } from './object-repair.js';

const alterable = new Set(['default', 'not null', 'not null constraint']);

export const domain = objectRepair({
  kind: 'domain',
  sql: 'DOMAIN',
  privileges: { acl: 'T' },
  create: (object) => [`CREATE DOMAIN ${object.name} AS ${requiredText(object, 'type')}${clauses(object)};`],
  alter: ({ from, to, attributes }) => {
    if (attributes.some((name) => !alterable.has(name))) return undefined;
    return [
      ...(attributes.includes('default') ? [setDefault(to)] : []),
      ...(attributes.some((name) => name.startsWith('not null')) ? changeNotNull(from, to) : []),
    ].map((action) => `ALTER DOMAIN ${to.name} ${action};`);
  },
});

function clauses(object: CatalogObject): string {
  const collation = textOf(object, 'collation');
  const value = textOf(object, 'default');
  return [
    collation === undefined ? '' : ` COLLATE ${collation}`,
    value === undefined ? '' : ` DEFAULT ${value}`,
    textOf(object, 'not null') === undefined ? '' : ` ${notNull(object)}`,
  ].join('');
}

function setDefault(object: CatalogObject): string {
  const value = textOf(object, 'default');
  return value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${value}`;
}

function changeNotNull(from: CatalogObject, to: CatalogObject): readonly string[] {
  if (textOf(to, 'not null') === undefined) return ['DROP NOT NULL'];
  if (textOf(from, 'not null') !== undefined)
    return [`RENAME CONSTRAINT ${constraintName(from)} TO ${constraintName(to)}`];
  return [textOf(to, 'not null constraint') === undefined ? 'SET NOT NULL' : `ADD ${notNull(to)}`];
}

function notNull(object: CatalogObject): string {
  const name = textOf(object, 'not null constraint');
  return `${name === undefined ? '' : `CONSTRAINT ${name} `}NOT NULL`;
}

/** The name that PostgreSQL gives is that of the domain with an ending. */
function constraintName(object: CatalogObject): string {
  const domain = localName(object.name);
  const usual = domain.startsWith('"') ? `${domain.slice(0, -1)}_not_null"` : `${domain}_not_null`;
  return textOf(object, 'not null constraint') ?? usual;
}
