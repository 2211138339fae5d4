import type { CatalogObject } from './object.js';

export interface DroppedObject {
  readonly object: CatalogObject;
  readonly parts: readonly CatalogObject[];
}

/** Foreign keys of tables that are dropped and lead back to themselves: no order suits such tables. */
export function crossingForeignKeys(drops: readonly DroppedObject[]): readonly CatalogObject[] {
  const tables = new Map(drops.map(({ object, parts }) => [object.name, parts.filter(isForeignKey)]));
  const leadsTo = (from: string, to: string, seen: Set<string>): boolean =>
    (tables.get(from) ?? []).map(referenced).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      return leadsTo(next, to, seen.add(next));
    });
  return [...tables].flatMap(([name, keys]) =>
    keys.filter((key) => {
      const other = referenced(key);
      return other !== name && tables.has(other) && leadsTo(other, name, new Set());
    }),
  );
}

function isForeignKey({ kind, attributes }: CatalogObject): boolean {
  return kind === 'constraint' && String(attributes.definition).startsWith('FOREIGN KEY');
}

function referenced({ attributes }: CatalogObject): string {
  return / REFERENCES (.*?)\(/.exec(String(attributes.definition))?.[1] ?? '';
}
