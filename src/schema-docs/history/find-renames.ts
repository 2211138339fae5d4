import type { NameChange } from '../../catalog/model/substitute-names.js';
import type { ColumnNumbers, Identities } from './identities.js';

/** An object that was renamed. */
export interface ObjectRename {
  readonly kind: 'relation' | 'type';
  readonly identity: string;
  readonly from: string;
  readonly to: string;
}

export interface ColumnRename {
  /** Its name after the step. */
  readonly relation: string;
  readonly from: string;
  readonly to: string;
}

export interface Renames {
  readonly objects: readonly ObjectRename[];
  readonly columns: readonly ColumnRename[];
}

export function findRenames(before: Identities, after: Identities): Renames {
  return {
    objects: [
      ...renamed('relation', before.relations, after.relations),
      ...renamed('type', before.types, after.types),
    ],
    columns: [...after.columns].flatMap(([oid, columns]) => {
      const relation = after.relations.get(oid);
      const earlier = before.columns.get(oid);
      return relation === undefined || !earlier || earlier === columns
        ? []
        : renamedColumns(relation, earlier, columns);
    }),
  };
}

function renamed(
  kind: ObjectRename['kind'],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly ObjectRename[] {
  return [...after].flatMap(([oid, to]) => {
    const from = before.get(oid);
    return from === undefined || from === to ? [] : [{ kind, identity: `${kind} ${oid}`, from, to }];
  });
}

function renamedColumns(
  relation: string,
  before: ColumnNumbers,
  after: ColumnNumbers,
): readonly ColumnRename[] {
  return [...after].flatMap(([number, to]) => {
    const from = before.get(number);
    return from === undefined || from === to ? [] : [{ relation, from, to }];
  });
}

/**
 * Returns the changes from names before the step to names after it; for short names of columns see
 * `differsInNamesOnly`.
 */
export function nameChanges({ objects, columns }: Renames): readonly NameChange[] {
  return [
    ...objects.map(({ from, to }) => ({ from, to })),
    ...columns.map(({ relation, from, to }) => ({ from: `${relation}.${from}`, to: `${relation}.${to}` })),
  ];
}

/** Quoted names and strings, words, and other characters except spaces. */
const token = /"(?:[^"]|"")*"|'(?:[^']|'')*'|[\w$]+|[^\w\s]/gu;

/** Returns whether two texts are the same except for renamed columns. */
export function differsInNamesOnly(before: string, after: string, columns: readonly ColumnRename[]): boolean {
  const was = before.match(token) ?? [];
  const is = after.match(token) ?? [];
  const isSame = (from: string, to: string | undefined) =>
    from === to || columns.some((rename) => rename.from === from && rename.to === to);
  return was.length === is.length && was.every((word, place) => isSame(word, is[place]));
}
