import { type CatalogObject, keyOf } from '../../model/object.js';
import { localName } from '../../model/qualified-name.js';
import {
  type AlterChange,
  cannot,
  type Repair,
  type RepairContext,
  type RepairStatements,
} from '../../kind/repair.js';
import { noteOnRows } from '../constraint/repair.js';
import { changeDependence } from '../statements/extension-dependence.js';
import { staysBelow, tableIn } from '../statements/family.js';
import { changeParameters } from '../statements/storage-parameters.js';

/** Whether a constraint creates and drops the index. */
const isOfConstraint = ({ attributes }: CatalogObject): boolean => attributes.definition === undefined;

/** Table of the index: the parent, or the table of its constraint. */
function tableOf({ parent, attributes }: CatalogObject): string {
  if (parent?.kind !== 'constraint') return parent?.name ?? String(attributes.definition);
  return tableInName(parent.name);
}

/** The table in `name on table`, where both can be quoted and contain ` on `. */
function tableInName(name: string): string {
  return /^(?:"(?:[^"]|"")*"|[^" ]+) on (?<table>.*)$/su.exec(name)?.groups?.table ?? name;
}

const isUnique = ({ attributes }: CatalogObject): boolean =>
  String(attributes.definition).startsWith('CREATE UNIQUE INDEX ');

const isInvalid = 'only a failed CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY leaves an invalid index';

/**
 * Whether the index belongs to a partitioned table; it is valid when each partition has an index attached to
 * it.
 */
function isPartitioned(object: CatalogObject, { wanted }: RepairContext): boolean {
  return tableIn(wanted, tableOf(object))?.attributes['partition by'] !== undefined;
}

/**
 * Whether the index lacks those of some attached partitions and is therefore invalid; creating it before
 * these are attached would create the missing ones.
 */
function isIncomplete(object: CatalogObject, context: RepairContext): boolean {
  return object.attributes.valid !== undefined && isPartitioned(object, context) && !isOfConstraint(object);
}

function create(object: CatalogObject, context: RepairContext): RepairStatements {
  if (isIncomplete(object, context)) return [];
  const isWhole = ['valid', 'ready', 'live'].every((name) => object.attributes[name] === undefined);
  return isWhole || isPartitioned(object, context) ? createNow(object, context) : cannot(isInvalid);
}

function createNow(object: CatalogObject, context: RepairContext): readonly string[] {
  return [
    ...(isUnique(object) ? noteOnRows(object, context) : []),
    ...(isOfConstraint(object) ? [] : [`${String(object.attributes.definition)};`]),
    ...set({ from: { ...object, attributes: {} }, to: object, context }),
  ];
}

/**
 * The index of a partition that is partitioned itself is adopted on ATTACH PARTITION only if it is complete.
 */
function complete(object: CatalogObject, context: RepairContext): readonly string[] {
  return isAttachedEarly(object, context) ? attach(object) : [];
}

function isAttachedEarly(object: CatalogObject, context: RepairContext): boolean {
  const above = context.wanted.get(keyOf({ kind: 'index', name: String(object.attributes['partition of']) }));
  if (!above || isIncomplete(above, context)) return false;
  return staysBelow(tableOf(above), tableOf(object), context);
}

function finish(object: CatalogObject, context: RepairContext): readonly string[] {
  return [
    ...(isIncomplete(object, context) ? createNow(object, context) : []),
    ...(isAttachedEarly(object, context) ? [] : attach(object)),
    ...identifyReplicas(object, context),
  ];
}

/** Restores the replica identity that a table loses when its index is recreated for another reason. */
function identifyReplicas({ name, ...index }: CatalogObject, context: RepairContext): readonly string[] {
  const table = tableOf({ name, ...index });
  const identity = `using index ${name}`;
  const states = [context.now, context.wanted].map(
    (state) => tableIn(state, table)?.attributes['replica identity'],
  );
  if (!states.every((state) => state === identity)) return [];
  return [`ALTER TABLE ${table} REPLICA IDENTITY USING INDEX ${localName(name)};`];
}

function attach({ name, attributes }: CatalogObject): readonly string[] {
  const partitioned = attributes['partition of'];
  return partitioned === undefined ? [] : [`ALTER INDEX ${String(partitioned)} ATTACH PARTITION ${name};`];
}

function set({ from, to, context }: Omit<AlterChange, 'attributes'>): readonly string[] {
  const statement = `ALTER INDEX ${to.name}`;
  const { tablespace, clustered } = to.attributes;
  return [
    ...changeParameters({ statement, from: from.attributes.options, to: to.attributes.options }),
    ...(tablespace === from.attributes.tablespace
      ? []
      : [`${statement} SET TABLESPACE ${String(tablespace ?? 'pg_default')};`]),
    ...changeStatistics({ from, to }),
    ...(clustered === from.attributes.clustered ? [] : cluster(to, context)),
    ...changeDependence(`INDEX ${to.name}`, from, to),
  ];
}

/** A table is clustered on one index at most, so that another one replaces the former. */
function cluster(index: CatalogObject, { wanted }: RepairContext): readonly string[] {
  const table = tableOf(index);
  if (index.attributes.clustered !== undefined)
    return [`ALTER TABLE ${table} CLUSTER ON ${localName(index.name)};`];
  const isReplaced = [...wanted.values()].some(
    (other) => other.kind === 'index' && other.attributes.clustered !== undefined && tableOf(other) === table,
  );
  return isReplaced ? [] : [`ALTER TABLE ${table} SET WITHOUT CLUSTER;`];
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

/** Statistics targets by column number, from texts such as `column 1: 500`. */
function targetsOf({ attributes: { statistics = [] } }: CatalogObject): ReadonlyMap<string, string> {
  return new Map(
    [statistics].flat().map((text) => {
      const [, column = '', target = ''] = /^column (\d+): (\d+)$/.exec(text) ?? [];
      return [column, target];
    }),
  );
}

function alter(change: AlterChange): RepairStatements | undefined {
  const { from, to, attributes, context } = change;
  if (attributes.some((name) => ['definition', 'ready', 'live'].includes(name))) return undefined;
  if (attributes.includes('partition of') && recreatedWith(from, context)) return undefined;
  if (attributes.includes('valid') && !isPartitioned(to, context)) return alterValidity(change);
  if (attributes.includes('valid') && to.attributes.valid !== undefined) {
    return isOfConstraint(to) ? recreatedKey : undefined;
  }
  return set(change);
}

const recreatedKey = cannot(
  'a key of a partitioned table that lost the index of a partition must be re-created',
);

function alterValidity(change: AlterChange): RepairStatements {
  const { to } = change;
  if (to.attributes.valid !== undefined) return cannot(isInvalid);
  return [`REINDEX INDEX ${to.name};`, ...set(change)];
}

/** The index that this one must no longer be attached to: only recreating both detaches it. */
function recreatedWith(object: CatalogObject, context: RepairContext): CatalogObject | undefined {
  const partitioned = object.attributes['partition of'];
  if (partitioned === undefined) return undefined;
  const above = context.now.get(keyOf({ kind: 'index', name: String(partitioned) }));
  if (!above || !staysBelow(tableOf(above), tableOf(object), context)) return undefined;
  const wanted = context.wanted.get(keyOf(above));
  if (!wanted) return undefined;
  const root = above.parent?.kind === 'constraint' ? context.now.get(keyOf(above.parent)) : above;
  return recreatedWith(above, context) ?? root;
}

/** An index that a detached partition keeps must be dropped. */
function drop(object: CatalogObject, context: RepairContext): readonly string[] {
  if (isOfConstraint(object)) return [];
  const partitioned = object.attributes['partition of'];
  const above =
    partitioned === undefined
      ? undefined
      : context.now.get(keyOf({ kind: 'index', name: String(partitioned) }));
  const isDroppedAnyway =
    above && (staysBelow(tableOf(above), tableOf(object), context) || context.isDropped(above));
  return isDroppedAnyway ? [] : [`DROP INDEX ${object.name};`];
}

export const repair: Repair<'index'> = {
  kind: 'index',
  create,
  complete,
  finish,
  finishAltered: ({ to, attributes }) => (attributes.includes('partition of') ? attach(to) : []),
  drop,
  alter,
  recreatedWith,
};
