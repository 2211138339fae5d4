import type { ForeignKey, Relation, SchemaModel } from '../model/schema-model.js';

/** The contents of one diagram. */
export interface DiagramPart {
  /** Suffix of the part's file name, after `diagram-`; undefined for the only part. */
  readonly key: string | undefined;
  readonly title: string | undefined;
  /** Tables that are shown with their columns. */
  readonly tables: readonly Relation[];
  /** Names of tables of other parts that are shown because of a foreign key. */
  readonly stubs: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
}

/** Returns the name of the part's drawing, that is, of its file without extension. */
export function drawingName({ key }: Pick<DiagramPart, 'key'>): string {
  return key === undefined ? 'diagram' : `diagram-${key}`;
}

/** Returns the tables that are drawn in diagrams: all but partitions. */
export function drawnTables({ relations }: SchemaModel): readonly Relation[] {
  return relations.filter(({ kind, partitionOf }) => kind.endsWith('table') && partitionOf === undefined);
}

/** Returns a part that shows some tables, and all foreign keys from or to them. */
export function partOf(
  tables: readonly Relation[],
  { key, title }: Pick<DiagramPart, 'key' | 'title'>,
): DiagramPart {
  const shown = new Set(tables.map(({ name }) => name));
  const all = tables.flatMap(({ foreignKeys, incoming }) => [...foreignKeys, ...incoming]);
  const foreignKeys = [...new Map(all.map((key) => [`${key.name} on ${key.relation}`, key])).values()].sort(
    byTable,
  );
  const ends = foreignKeys.flatMap(({ relation, referenced }) => [relation, referenced]);
  const stubs = [...new Set(ends)].filter((name) => !shown.has(name)).sort();
  return { key, title, tables, stubs, foreignKeys };
}

function byTable(a: ForeignKey, b: ForeignKey): number {
  if (a.relation !== b.relation) return a.relation < b.relation ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
