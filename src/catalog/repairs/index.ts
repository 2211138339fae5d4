import type { CatalogObject } from '../object.js';
import type { AlterChange, Repair } from '../repair.js';
import { localName } from '../qualified-name.js';
import { changeParameters } from './storage-parameters.js';

/** Its constraint makes it and takes it away. */
const isOfConstraint = ({ attributes }: CatalogObject): boolean => attributes.definition === undefined;

/** The index's table: that of its definition, or of its constraint. */
function tableOf({ parent, attributes }: CatalogObject): string {
  if (parent?.kind !== 'constraint') return parent?.name ?? String(attributes.definition);
  return parent.name.slice(parent.name.lastIndexOf(' on ') + ' on '.length);
}

function create(object: CatalogObject): readonly string[] | undefined {
  if (['valid', 'ready', 'live'].some((name) => object.attributes[name] !== undefined)) return undefined;
  return [
    ...(isOfConstraint(object) ? [] : [`${String(object.attributes.definition)};`]),
    ...set({ from: { ...object, attributes: {} }, to: object }),
  ];
}

function set({ from, to }: Pick<AlterChange, 'from' | 'to'>): readonly string[] {
  const statement = `ALTER INDEX ${to.name}`;
  const { tablespace, clustered } = to.attributes;
  return [
    ...changeParameters({ statement, from: from.attributes.options, to: to.attributes.options }),
    ...(tablespace === from.attributes.tablespace
      ? []
      : [`${statement} SET TABLESPACE ${String(tablespace ?? 'pg_default')};`]),
    ...changeStatistics({ from, to }),
    ...(clustered === from.attributes.clustered ? [] : [cluster(to)]),
  ];
}

function cluster(index: CatalogObject): string {
  const table = tableOf(index);
  if (index.attributes.clustered === undefined) return `ALTER TABLE ${table} SET WITHOUT CLUSTER;`;
  return `ALTER TABLE ${table} CLUSTER ON ${localName(index.name)};`;
}

function changeStatistics({ from, to }: Pick<AlterChange, 'from' | 'to'>): readonly string[] {
  const had = targetsOf(from);
  const wanted = targetsOf(to);
  const columns = [...new Set([...had.keys(), ...wanted.keys()])];
  return columns
    .filter((column) => had.get(column) !== wanted.get(column))
    .map(
      (column) => `ALTER INDEX ${to.name} ALTER COLUMN ${column} SET STATISTICS ${wanted.get(column) ?? -1};`,
    );
}

/** Targets by column number, from texts such as `column 1: 500`. */
function targetsOf({ attributes: { statistics = [] } }: CatalogObject): ReadonlyMap<string, string> {
  return new Map(
    [statistics].flat().map((text) => {
      const [, column = '', target = ''] = /^column (\d+): (\d+)$/.exec(text) ?? [];
      return [column, target];
    }),
  );
}

function alter({ from, to, attributes }: AlterChange): readonly string[] | 'impossible' | undefined {
  if (attributes.some((name) => ['definition', 'ready', 'live', 'partition of'].includes(name)))
    return undefined;
  if (attributes.includes('valid') && to.attributes.valid !== undefined) return 'impossible';
  const valid = attributes.includes('valid') ? [`REINDEX INDEX ${to.name};`] : [];
  return [...valid, ...set({ from, to })];
}

export const index: Repair<'index'> = {
  kind: 'index',
  create,
  finish: ({ name, attributes }) => {
    const partitioned = attributes['partition of'];
    return partitioned === undefined ? [] : [`ALTER INDEX ${String(partitioned)} ATTACH PARTITION ${name};`];
  },
  drop: (object) =>
    isOfConstraint(object) || object.attributes['partition of'] !== undefined
      ? []
      : [`DROP INDEX ${object.name};`],
  alter,
};
