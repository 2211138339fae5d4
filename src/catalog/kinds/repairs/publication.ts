import { listOf, textOf } from '../../model/attribute.js';
import { splitName } from '../../model/list-syntax.js';
import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';

const optionNames = ['operations', 'via root', 'generated columns'];

export const publication = objectRepair({
  kind: 'publication',
  sql: 'PUBLICATION',
  create: (object) => {
    const everything = textOf(object, 'all tables') !== undefined ? ' FOR ALL TABLES' : '';
    const members = membersOf(object);
    const some = members.length === 0 ? '' : ` FOR ${members.join(', ')}`;
    const options = optionNames.filter((name) => textOf(object, name) !== undefined);
    const having = options.length === 0 ? '' : ` WITH (${optionsOf(object, options)})`;
    return [`CREATE PUBLICATION ${object.name}${everything}${some}${having};`];
  },
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('all tables')) return undefined;
    const options = attributes.filter((name) => optionNames.includes(name));
    return [
      ...(options.length < attributes.length ? [setMembers(from, to)] : []),
      ...(options.length > 0 ? [`SET (${optionsOf(to, options)})`] : []),
    ].map((action) => `ALTER PUBLICATION ${to.name} ${action};`);
  },
});

function membersOf(object: CatalogObject): readonly string[] {
  return [
    ...named('TABLE', listOf(object, 'tables')),
    ...named('TABLES IN SCHEMA', listOf(object, 'schemas')),
  ];
}

/** PostgreSQL 14 knows the word before the first name only. */
function named(word: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${word} ${names.join(', ')}`];
}

/** SET needs at least one member, and DROP names tables without their columns and filters. */
function setMembers(from: CatalogObject, to: CatalogObject): string {
  const members = membersOf(to);
  if (members.length > 0) return `SET ${members.join(', ')}`;
  const dropped = [
    ...named('TABLE', listOf(from, 'tables').map(qualifiedName)),
    ...named('TABLES IN SCHEMA', listOf(from, 'schemas')),
  ];
  return `DROP ${dropped.join(', ')}`;
}

/** `"my schema".t (a, b)` begins with the name of the table. */
function qualifiedName(table: string): string {
  const [name] = /^(?:"(?:[^"]|"")*"|[^\s".(])+(?:\.(?:"(?:[^"]|"")*"|[^\s".(]+))?/u.exec(table) ?? [];
  return name ?? splitName(table)[0];
}

function optionsOf(object: CatalogObject, names: readonly string[]): string {
  return names.map((name) => optionOf(object, name)).join(', ');
}

function optionOf(object: CatalogObject, name: string): string {
  switch (name) {
    case 'operations':
      return `publish = '${textOf(object, name) ?? 'insert, update, delete, truncate'}'`;
    case 'via root':
      return `publish_via_partition_root = ${textOf(object, name) === undefined ? 'false' : 'true'}`;
    default:
      return `publish_generated_columns = ${textOf(object, name) ?? 'none'}`;
  }
}
