import type { Kind } from '../../catalog/model/object.js';
import { localName } from '../../catalog/model/qualified-name.js';
import type { Detail } from '../history/step-changes.js';
import type { Touch } from '../model/schema-model.js';
import { code, joined, type Inline } from './document.js';
import { shortName } from './names.js';

type Words = readonly Inline[];

/** Describes the changes of a migration to the object that a page is about. */
export function touchInWords(
  touch: Touch,
  { kind, name }: { readonly kind: Kind; readonly name: string },
): Words {
  if (touch.change === 'created') return [`creates the ${kind}`];
  const phrases = [
    ...(touch.renamedFrom === undefined ? [] : [['renames it from ', code(shortName(touch.renamedFrom))]]),
    ...touch.renamedColumns.map(({ from, to }) => ['renames ', code(from), ' to ', code(to)]),
    ...groupsOf(touch.details.filter((detail) => !isItself(detail, name))).map(groupInWords),
    ...touch.details.filter((detail) => isItself(detail, name)).map(itselfInWords),
  ];
  return phrases.length === 0 ? ['changes it'] : joined(phrases, '; ');
}

function isItself({ name, kind }: Detail, root: string): boolean {
  return name === root && kind !== 'comment';
}

function itselfInWords({ change, attributes }: Detail): Words {
  return [change === 'reordered' ? 'changes the order of columns' : `changes its ${attributes.join(', ')}`];
}

interface Group {
  readonly change: Detail['change'];
  readonly kind: Kind;
  readonly details: readonly Detail[];
}

const verbs: Readonly<Record<Detail['change'], string>> = {
  added: 'adds',
  removed: 'removes',
  changed: 'changes',
  reordered: 'reorders',
};

/** Groups details by kind and change, in the order in which they first appear. */
function groupsOf(details: readonly Detail[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const detail of details) {
    const { change, kind } = detail;
    const key = `${change} ${kind}`;
    groups.set(key, { change, kind, details: [...(groups.get(key)?.details ?? []), detail] });
  }
  return [...groups.values()];
}

function groupInWords({ change, kind, details }: Group): Words {
  if (kind === 'comment') return [`${verbs[change]} ${details.length === 1 ? 'a comment' : 'comments'}`];
  const names = details.map((detail) => [
    code(partName(detail)),
    ...(detail.attributes.length > 0 ? [` (${detail.attributes.join(', ')})`] : []),
  ]);
  return [`${verbs[change]} ${details.length === 1 ? kind : plural(kind)} `, ...joined(names)];
}

/** Returns the name of a part without the object that it belongs to. */
function partName({ kind, name }: Detail): string {
  if (kind === 'column') return localName(name);
  if (name.includes(' on ')) return name.slice(0, name.lastIndexOf(' on '));
  return shortName(name);
}

/** `indexes`, `policies`, `columns`. */
export function plural(kind: string): string {
  if (kind === 'statistics' || kind.endsWith(' privileges')) return kind;
  if (kind.endsWith('x') || kind.endsWith('s')) return `${kind}es`;
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
