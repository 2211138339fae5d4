import { splitQualified } from '../document/names.js';
import { pageStem } from '../document/page-names.js';
import type { Relation, SchemaModel } from '../model/schema-model.js';
import { drawnTables, partOf, type DiagramPart } from './diagram-part.js';

export interface SplitDiagram {
  readonly parts: readonly DiagramPart[];
}

/** A diagram with more tables than this is split. */
const mostTables = 40;

/** Maximum number of tables in a part. */
const partSize = 25;

/**
 * Divides the tables of a schema into diagrams: one, if it is small enough, or else by schema, and within a
 * schema by neighbourhood. Every table is in one part, and every foreign key in the part of each of its tables.
 */
export function splitDiagram(model: SchemaModel): SplitDiagram {
  const tables = drawnTables(model);
  if (tables.length === 0) return { parts: [] };
  if (tables.length <= mostTables) return { parts: [partOf(tables, { key: undefined, title: undefined })] };
  const schemas = groupBySchema(tables);
  return { parts: schemas.flatMap((group) => divide(group).map((part) => titled(part))) };
}

function groupBySchema(tables: readonly Relation[]): readonly (readonly Relation[])[] {
  const groups = new Map<string, Relation[]>();
  for (const table of tables) {
    const { schema } = splitQualified(table.name);
    groups.set(schema, [...(groups.get(schema) ?? []), table]);
  }
  return [...groups.values()];
}

function titled(tables: readonly Relation[]): DiagramPart {
  const names = new Set(tables.map(({ name }) => name));
  const [hub] = [...tables].sort((a, b) => degreeIn(b, names) - degreeIn(a, names) || byName(a, b));
  if (!hub) throw new Error('a part has tables');
  const last = tables.at(-1) ?? hub;
  const first = tables[0] ?? hub;
  const { schema } = splitQualified(hub.name);
  const title =
    degreeIn(hub, names) > 0
      ? `${schema}: around ${localOf(hub)}`
      : `${schema}: ${localOf(first)} to ${localOf(last)}`;
  return partOf(tables, { key: pageStem(hub.name), title });
}

function localOf({ name }: Relation): string {
  return splitQualified(name).name;
}

function byName(a: Relation, b: Relation): number {
  return a.name < b.name ? -1 : 1;
}

function neighbours({ name, foreignKeys, incoming }: Relation): readonly string[] {
  const all = [
    ...foreignKeys.map(({ referenced }) => referenced),
    ...incoming.map(({ relation }) => relation),
  ];
  return [...new Set(all)].filter((one) => one !== name);
}

function degreeIn(table: Relation, names: ReadonlySet<string>): number {
  return neighbours(table).filter((name) => names.has(name)).length;
}

/** Divides the tables of one schema into groups of limited size, each sorted by name. */
function divide(tables: readonly Relation[]): readonly (readonly Relation[])[] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const clusters: (readonly Relation[])[] = [];
  while (left.size > 0) clusters.push(takeCluster(left));
  return pack(clusters);
}

/** Takes the table with the most neighbours, and then repeatedly the one with the most neighbours in the cluster. */
function takeCluster(left: Map<string, Relation>): readonly Relation[] {
  const names = new Set(left.keys());
  const weights = new Map<string, number>();
  const cluster: Relation[] = [];
  let next: Relation | undefined = best([...left.values()], (table) => degreeIn(table, names));
  while (next && cluster.length < partSize) {
    cluster.push(next);
    left.delete(next.name);
    weights.delete(next.name);
    for (const name of neighbours(next)) if (left.has(name)) weights.set(name, (weights.get(name) ?? 0) + 1);
    const candidates = [...weights.keys()].flatMap((name) => left.get(name) ?? []);
    next = candidates.length === 0 ? undefined : best(candidates, ({ name }) => weights.get(name) ?? 0);
  }
  return cluster;
}

function best(tables: readonly Relation[], weightOf: (table: Relation) => number): Relation | undefined {
  const weighed = tables.map((table) => ({ table, weight: weightOf(table) }));
  return weighed.sort((a, b) => b.weight - a.weight || byName(a.table, b.table))[0]?.table;
}

/** Merges small clusters, largest first. */
function pack(clusters: readonly (readonly Relation[])[]): readonly (readonly Relation[])[] {
  const parts: Relation[][] = [];
  const bySize = [...clusters].sort((a, b) => b.length - a.length);
  for (const cluster of bySize) {
    const open = parts.find((part) => part.length + cluster.length <= partSize);
    if (open) open.push(...cluster);
    else parts.push([...cluster]);
  }
  return parts.map((part) => part.sort(byName));
}
