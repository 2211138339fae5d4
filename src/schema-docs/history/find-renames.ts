import type { NameChange } from '../../catalog/model/substitute-names.js';
import type { ColumnNumbers, Identities } from './identities.js';

/** The same object under another name. */
export interface ObjectRename {
  readonly kind: 'relation' | 'type';
  readonly identity: string;
  readonly from: string;
  readonly to: string;
}

export interface ColumnRename {
  /** As it is named after the step. */
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

/** How names before the step read after it; for the short ones of columns see `differsInNamesOnly`. */
export function nameChanges({ objects, columns }: Renames): readonly NameChange[] {
  return [
    ...objects.map(({ from, to }) => ({ from, to })),
    ...columns.map(({ relation, from, to }) => ({ from: `${relation}.${from}`, to: `${relation}.${to}` })),
  ];
}

/** Quoted names and texts, words, and whatever else there is between spaces. */
const token = /"(?:[^"]|"")*"|'(?:[^']|'')*'|[\w$]+|[^\w\s]/gu;

/** Whether two texts are the same but for columns that got another name. */
export function differsInNamesOnly(before: string, after: string, columns: readonly ColumnRename[]): boolean {
  const was = before.match(token) ?? [];
  const is = after.match(token) ?? [];
  const isSame = (from: string, to: string | undefined) =>
    from === to || columns.some((rename) => rename.from === from && rename.to === to);
  return was.length === is.length && was.every((word, place) => isSame(word, is[place]));
}
