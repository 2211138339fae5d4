import { requiredText } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { localName } from '../../model/qualified-name.js';
import { parseTypeDefinition } from '../../model/type-definition.js';
import type { AlterChange, RepairStatements } from '../../kind/repair.js';

const word = 'MULTIRANGE_TYPE_NAME = ';

/** Of a range type, only the name of its multirange can be altered. */
export function alterRange({ from, to }: AlterChange): RepairStatements | undefined {
  const [had, wanted] = [partsOf(from), partsOf(to)];
  if (had.others.join() !== wanted.others.join()) return undefined;
  const moves = schemaOf(had.multirange) !== schemaOf(wanted.multirange);
  const moved = `${schemaOf(wanted.multirange)}.${localName(had.multirange)}`;
  return [
    ...(moves ? [`ALTER TYPE ${had.multirange} SET SCHEMA ${schemaOf(wanted.multirange)};`] : []),
    ...(localName(had.multirange) === localName(wanted.multirange)
      ? []
      : [`ALTER TYPE ${moved} RENAME TO ${localName(wanted.multirange)};`]),
  ];
}

function partsOf(range: CatalogObject): { readonly multirange: string; readonly others: readonly string[] } {
  const { parts } = parseTypeDefinition(requiredText(range, 'definition'));
  const named = parts.find((part) => part.startsWith(word))?.slice(word.length);
  return {
    multirange: named ?? usualName(range),
    others: parts.filter((part) => !part.startsWith(word)),
  };
}

/** Name that CREATE TYPE generates (manual, CREATE TYPE, "Range Types"). */
function usualName({ name }: CatalogObject): string {
  const range = localName(name);
  const multirange = range.includes('range')
    ? range.replace('range', 'multirange')
    : range.replace(/"?$/u, '_multirange$&');
  return `${schemaOf(name)}.${multirange}`;
}

function schemaOf(name: string): string {
  return name.slice(0, -localName(name).length - 1);
}
