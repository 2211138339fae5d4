import type { CatalogObject } from '../../model/object.js';
import { localName } from '../../model/qualified-name.js';
import { columnName, parentName } from '../../model/relation-name.js';
import type { AlterChange } from '../../kind/repair.js';
import { identitySettings, setSequencePersistence, setSequenceType } from './identity-sequence.js';
import { identityWords } from './new-column.js';

/** Words that reset an option of an identity sequence to its default. */
const defaults: Readonly<Record<string, string>> = {
  'START WITH': 'START WITH 1',
  'INCREMENT BY': 'INCREMENT BY 1',
  MINVALUE: 'NO MINVALUE',
  MAXVALUE: 'NO MAXVALUE',
  CACHE: 'CACHE 1',
  CYCLE: 'NO CYCLE',
};

/** Adds, drops or changes the identity of a column. */
export function alterIdentity(change: AlterChange): readonly string[] {
  const { from, to, attributes } = change;
  if (!attributes.some((name) => name.startsWith('identity'))) return [];
  if ([from, to].every((column) => comesWithTable(column))) return [];
  const statement = `ALTER TABLE ${parentName(to)} ALTER COLUMN ${columnName(to)}`;
  if (to.attributes.identity === undefined) return [`${statement} DROP IDENTITY;`];
  if (from.attributes.identity === undefined) {
    return [`${statement} ADD ${identityWords(to)};`, ...identitySettings(to)];
  }
  const sequence = String(from.attributes['identity sequence']);
  const words = [...kindWords(change), ...optionWords(change).map((option) => `SET ${option}`)];
  return [
    ...(attributes.includes('identity type') ? [setSequenceType(sequence, to)] : []),
    ...(words.length > 0 ? [`${statement} ${words.join(' ')};`] : []),
    ...(attributes.includes('identity persistence') ? [setSequencePersistence(sequence, change)] : []),
    ...renameSequence(change),
  ];
}

/** Since PostgreSQL 17, an attached partition has the identity of its table. */
function comesWithTable({ attributes }: CatalogObject): boolean {
  return attributes['identity sequence'] === undefined;
}

function kindWords({ to, attributes }: AlterChange): readonly string[] {
  return attributes.includes('identity')
    ? [`SET GENERATED ${String(to.attributes.identity).toUpperCase()}`]
    : [];
}

function optionWords({ from, to }: AlterChange): readonly string[] {
  const had = [from.attributes['identity options'] ?? []].flat();
  const wanted = [to.attributes['identity options'] ?? []].flat();
  const kept = new Set(wanted.map(wordOf));
  const reset = had.map(wordOf).filter((word) => !kept.has(word));
  return [
    ...reset.map((word) => defaults[word] ?? word),
    ...wanted.filter((option) => !had.includes(option)),
  ];
}

function wordOf(option: string): string {
  return option.replace(/ -?\d+$/, '');
}

function renameSequence({ from, to }: AlterChange): readonly string[] {
  const was = String(from.attributes['identity sequence']);
  const is = String(to.attributes['identity sequence']);
  return was === is ? [] : [`ALTER SEQUENCE ${was} RENAME TO ${localName(is)};`];
}
