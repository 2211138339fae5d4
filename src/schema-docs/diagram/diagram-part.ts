import type { ForeignKey, Relation, SchemaModel } from '../model/schema-model.js';

/** What one diagram shows. */
export interface DiagramPart {
  /** Names the part's file, together with the schema's diagram; undefined for the only part. */
  readonly key: string | undefined;
  readonly title: string | undefined;
  /** Shown with their columns. */
  readonly tables: readonly Relation[];
  /** Names of tables that are shown in another part, and here because of a relation. */
  readonly stubs: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
}

/** Name of the part's drawing, which is that of its file without ending. */
export function drawingName({ key }: Pick<DiagramPart, 'key'>): string {
  return key === undefined ? 'diagram' : `diagram-${key}`;
}

/** Tables that have a place in diagrams: partitions stand for nothing of their own. */
export function drawnTables({ relations }: SchemaModel): readonly Relation[] {
  return relations.filter(({ kind, partitionOf }) => kind.endsWith('table') && partitionOf === undefined);
}

/** A part that shows some tables, and all foreign keys from or to them. */
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
