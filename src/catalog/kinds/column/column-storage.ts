import { requiredText, textOf } from '../../model/attribute.js';
import { type CatalogObject, keyOf } from '../../model/object.js';
import { columnName, parentName } from '../../model/relation-name.js';
import { parseTypeDefinition } from '../../model/type-definition.js';
import type { AlterChange, RepairContext } from '../../kind/repair.js';
import { onlyWord } from '../statements/family.js';

/**
 * Changes storage, compression and statistics target of a column. ONLY is needed for those that would change
 * the tables below.
 */
export function alterStorage({ from, to, context }: Omit<AlterChange, 'attributes'>): readonly string[] {
  const differs = (name: string): boolean => from.attributes[name] !== to.attributes[name];
  const only = onlyWord(parentName(to), context);
  const alone = `ALTER TABLE ${only}${parentName(to)} ALTER COLUMN ${columnName(to)}`;
  const statement = `ALTER TABLE ${parentName(to)} ALTER COLUMN ${columnName(to)}`;
  return [
    ...(differs('storage') ? [`${alone} SET STORAGE ${storageWord(to, context)};`] : []),
    ...(differs('compression')
      ? [`${statement} SET COMPRESSION ${textOf(to, 'compression') ?? 'default'};`]
      : []),
    ...(differs('statistics target')
      ? [`${alone} SET STATISTICS ${textOf(to, 'statistics target') ?? '-1'};`]
      : []),
  ];
}

/** PostgreSQL 16 added `SET STORAGE DEFAULT`. */
function storageWord(column: CatalogObject, context: RepairContext): string {
  const storage = textOf(column, 'storage');
  if (storage !== undefined) return storage.toUpperCase();
  if (context.major >= 16) return 'DEFAULT';
  return usualStorage(requiredText(column, 'type'), context);
}

/** Default storage of a type; nearly all types that can be toasted are extended. */
function usualStorage(type: string, context: RepairContext): string {
  if (type.endsWith('[]')) return 'EXTENDED';
  const domain = context.wanted.get(keyOf({ kind: 'domain', name: type }));
  const base = domain && textOf(domain, 'type');
  if (base !== undefined) return usualStorage(base, context);
  if (/^(?:numeric|inet|cidr)\b/.test(type)) return 'MAIN';
  return storageOfBaseType(type, context) ?? 'EXTENDED';
}

function storageOfBaseType(name: string, { wanted }: RepairContext): string | undefined {
  const type = wanted.get(keyOf({ kind: 'type', name }));
  const definition = type && textOf(type, 'definition');
  if (definition === undefined) return undefined;
  const storage = parseTypeDefinition(definition).parts.find((part) => part.startsWith('STORAGE = '));
  return storage?.slice('STORAGE = '.length).toUpperCase();
}
