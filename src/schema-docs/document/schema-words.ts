import type { SchemaModel } from '../model/schema-model.js';
import { plural } from './history-words.js';

/** `4 tables, 1 partition, 2 views, as 3 migrations make them.` */
export function schemaInWords({ relations, enums, routines, migrations }: SchemaModel): string {
  const tables = relations.filter(({ kind }) => kind.endsWith('table'));
  const partitions = tables.filter(({ partitionOf }) => partitionOf !== undefined);
  const counts: readonly (readonly [number, string])[] = [
    [tables.length - partitions.length, 'table'],
    [partitions.length, 'partition'],
    [relations.length - tables.length, 'view'],
    [enums.length, 'enum'],
    [routines.length, 'function'],
  ];
  const shownElsewhere = counts.filter(([count], index) => count > 0 || index === 0);
  const things = shownElsewhere.map(([count, noun]) => counted(count, noun)).join(', ');
  return `${things}, as ${counted(migrations.length, 'migration')} make${migrations.length === 1 ? 's' : ''} them.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : plural(noun)}`;
}
