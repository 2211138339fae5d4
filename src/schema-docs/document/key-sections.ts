import type { Constraint, ForeignKey, Relation } from '../model/schema-model.js';
import { code, codeCell, codes, section, tableOf, text, type Block, type Cell } from './document.js';
import { anchorFor } from './anchors.js';
import type { Links } from './links.js';
import { shortName } from './names.js';

/** Sections about the constraints of a table, its foreign keys, and those that refer to it. */
export function keySections(relation: Relation, links: Links): readonly Block[] {
  return [
    ...section('Constraints', constraintTable(relation.constraints)),
    ...section('References', foreignKeyTable(relation.foreignKeys, links)),
    ...section('Referenced by', incomingTable(relation.incoming, links)),
  ];
}

function constraintTable(constraints: readonly Constraint[]): readonly Block[] {
  return tableOf(
    constraints,
    [
      { head: 'Constraint', cell: ({ name }) => [code(name)] },
      { head: 'Definition', cell: ({ definition }) => [code(definition)] },
      { head: 'Comment', cell: ({ comment }) => text(comment) },
    ],
    { anchor: ({ name }) => anchorFor('constraint', name) },
  );
}

function foreignKeyTable(foreignKeys: readonly ForeignKey[], links: Links): readonly Block[] {
  return tableOf(foreignKeys, [
    { head: 'Columns', cell: ({ columns }) => codes(columns) },
    { head: 'Refers to', cell: (key) => [links.relation(key.referenced), ' ', ...referencedColumns(key)] },
    { head: 'Required', cell: ({ parents }) => [parents === 'exactly one' ? 'yes' : 'no'] },
    ...actionColumns,
    { head: 'Found by', cell: ({ servedBy }) => indexesOf(servedBy) },
  ]);
}

function incomingTable(foreignKeys: readonly ForeignKey[], links: Links): readonly Block[] {
  return tableOf(foreignKeys, [
    { head: 'Table', cell: ({ relation }) => [links.relation(relation)] },
    { head: 'Columns', cell: ({ columns }) => codes(columns) },
    { head: 'Refer to', cell: (key) => referencedColumns(key) },
    { head: 'For each row', cell: ({ children }) => [children] },
    ...actionColumns,
    { head: 'Found by', cell: ({ servedBy }) => indexesOf(servedBy) },
  ]);
}

const actionColumns = [
  { head: 'On delete', cell: ({ onDelete }: ForeignKey) => codeCell(onDelete) },
  { head: 'On update', cell: ({ onUpdate }: ForeignKey) => codeCell(onUpdate) },
] as const;

function referencedColumns({ referencedColumns: columns }: ForeignKey): Cell {
  return ['(', ...codes(columns), ')'];
}

/** Indexes of the referencing columns: without one, deleting a referenced row reads the whole referencing table. */
function indexesOf(names: readonly string[]): Cell {
  if (names.length === 0) return ['no B-tree or hash index begins with these columns'];
  return codes(names.map(shortName));
}
