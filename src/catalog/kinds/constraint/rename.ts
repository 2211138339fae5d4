import { ownedBy } from '../../model/children.js';
import type { CatalogObject } from '../../model/object.js';
import { localName } from '../../model/qualified-name.js';
import { parentName } from '../../model/relation-name.js';
import { isInherited, type Rename, type RenamedPair } from '../../kind/rename.js';

/** The index of a key has the same name; an inherited constraint is renamed with the parent's. */
export function renameConstraint({ from, to, after }: RenamedPair): Rename | undefined {
  if (!to.parent || from.parent?.name !== to.parent.name) return undefined;
  const word = to.parent.kind === 'domain' ? 'DOMAIN' : 'TABLE';
  const [is, was] = [constraintName(from), constraintName(to)];
  const index = ownedBy(after, from).find(({ kind }) => kind === 'index');
  const schema = to.parent.name.slice(0, -localName(to.parent.name).length);
  return {
    statements: isInherited(from)
      ? []
      : [`ALTER ${word} ${to.parent.name} RENAME CONSTRAINT ${is} TO ${was};`],
    changes: [
      { from: from.name, to: to.name },
      ...(index ? [{ from: index.name, to: `${schema}${was}` }] : []),
    ],
  };
}

function constraintName(object: CatalogObject): string {
  const suffix = object.parent?.kind === 'domain' ? ' on domain ' : ' on ';
  return object.name.slice(0, -`${suffix}${parentName(object)}`.length);
}
