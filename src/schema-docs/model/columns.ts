import { listOf, requiredText, textOf } from '../../catalog/model/attribute.js';
import type { CatalogObject } from '../../catalog/model/object.js';
import type { KeyFact } from '../facts/key-facts.js';
import { commentOf, partsOf, type BuildContext } from './build-context.js';
import { namedAttributes } from './named-attributes.js';
import type { Column, ColumnKey } from './schema-model.js';

/** Attributes that the page shows in columns of its own, or as the grants of the table. */
const shownElsewhere: ReadonlySet<string> = new Set([
  'type',
  'not null',
  'default',
  'generated',
  'generated kind',
  'identity',
  'identity options',
  'identity sequence',
  'identity privileges',
  'privileges',
  'inheritance',
]);

/** Returns the columns of a table in its order. */
export function tableColumns(context: BuildContext, table: CatalogObject): readonly Column[] {
  const keys = columnKeys(context, table.name);
  const columns = new Map(partsOf(context, table, 'column').map((column) => [column.name, column]));
  return (table.order ?? []).flatMap((name) => {
    const column = columns.get(`${table.name}.${name}`);
    return column ? [tableColumn(context, column, { name, keys: keys.get(name) ?? [] })] : [];
  });
}

function tableColumn(
  context: BuildContext,
  column: CatalogObject,
  { name, keys }: Pick<Column, 'name' | 'keys'>,
): Column {
  return {
    name,
    keys,
    type: requiredText(column, 'type'),
    nullable: textOf(column, 'not null') === undefined,
    default: defaultOf(column),
    comment: commentOf(context, column),
    traits: namedAttributes(column, shownElsewhere),
  };
}

function defaultOf(column: CatalogObject): string | undefined {
  const generated = textOf(column, 'generated');
  if (generated !== undefined) {
    return `GENERATED ALWAYS AS (${generated}) ${requiredText(column, 'generated kind').toUpperCase()}`;
  }
  const identity = textOf(column, 'identity');
  if (identity === undefined) return textOf(column, 'default');
  const options = listOf(column, 'identity options');
  return [
    `GENERATED ${identity.toUpperCase()} AS IDENTITY`,
    ...(options.length > 0 ? [`(${options.join(' ')})`] : []),
  ].join(' ');
}

/** Returns the columns of a view, which have no keys and no defaults of their own. */
export function viewColumns(context: BuildContext, view: CatalogObject): readonly Column[] {
  return context.replayed.facts.viewColumns
    .filter(({ relation }) => relation === view.name)
    .map(({ name, type }) => ({
      name,
      type,
      nullable: true,
      default: undefined,
      keys: [],
      traits: [],
      comment: commentOf(context, { kind: 'column', name: `${view.name}.${name}` }),
    }));
}

const keyNames: readonly ColumnKey[] = ['primary key', 'foreign key', 'unique'];

/** Returns the keys that each column is part of; unique only where the column is unique on its own. */
function columnKeys({ keys }: BuildContext, table: string): ReadonlyMap<string, readonly ColumnKey[]> {
  const own = [...keys.values()].filter(({ relation }) => relation === table);
  const names = new Set(own.flatMap(({ columns }) => columns));
  return new Map(
    [...names].map((name) => [name, keyNames.filter((key) => own.some((fact) => makesKey(fact, key, name)))]),
  );
}

function makesKey({ type, columns }: KeyFact, key: ColumnKey, column: string): boolean {
  return type === key && columns.includes(column) && (key !== 'unique' || columns.length === 1);
}
