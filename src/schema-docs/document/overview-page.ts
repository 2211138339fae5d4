import type { RootChange } from '../history/step-changes.js';
import type {
  ColumnUse,
  EnumType,
  OtherType,
  Relation,
  Routine,
  SchemaModel,
} from '../model/schema-model.js';
import { overviewDiagrams } from '../mermaid/er-diagram.js';
import { anchorFor } from './anchors.js';
import {
  code,
  codeCell,
  codes,
  joined,
  paragraph,
  section,
  tableOf,
  text,
  type Block,
  type Cell,
  type Inline,
  type Page,
} from './document.js';
import type { Links } from './links.js';
import { shortName } from './names.js';
import { migrationLink, type PageContext } from './relation-page.js';
import { schemaInWords } from './schema-words.js';

/** The page that links to all others. */
export function overviewPage(context: PageContext): Page {
  const { model, links } = context;
  return {
    id: 'overview',
    stem: 'README',
    title: 'Schema',
    blocks: [
      paragraph(schemaInWords(model)),
      { ...paragraph(...whereToSearch), only: 'files' },
      ...section('Tables', relationTable(ofKinds(model, ['table', 'foreign table']), links)),
      ...section('Views', relationTable(ofKinds(model, ['view', 'materialized view']), links)),
      ...section('Diagram', diagramsOf(model)),
      ...section('Enums', enumTable(model.enums, links)),
      ...section('Types', typeTable(model.types, links)),
      ...section('Functions', routineTable(model.routines)),
      ...section('Other objects', otherTable(model)),
      ...section('Migrations', migrationTable(context)),
    ],
  };
}

const whereToSearch: readonly Inline[] = [
  'The same in one page, to search in and with the diagram: ',
  { link: { kind: 'file', path: 'index.html' }, content: ['index.html'] },
  '.',
];

/** Leaves out partitions, which are listed with their table. */
function ofKinds({ relations }: SchemaModel, kinds: readonly Relation['kind'][]): readonly Relation[] {
  return relations.filter(({ kind, partitionOf }) => kinds.includes(kind) && partitionOf === undefined);
}

function relationTable(relations: readonly Relation[], links: Links): readonly Block[] {
  return tableOf(relations, [
    { head: 'Name', cell: ({ name }) => [links.relation(name)] },
    { head: 'Kind', cell: ({ kind }) => (kind === 'table' || kind === 'view' ? [] : [kind]) },
    { head: 'Columns', cell: ({ columns }) => [`${columns.length}`] },
    { head: 'Comment', cell: ({ comment }) => text(comment) },
    {
      head: 'Refers to',
      cell: ({ foreignKeys }) =>
        relationCell(
          foreignKeys.map((key) => key.referenced),
          links,
        ),
    },
    {
      head: 'Referenced by',
      cell: ({ incoming }) =>
        relationCell(
          incoming.map((key) => key.relation),
          links,
        ),
    },
    { head: 'Reads', cell: ({ reads }) => relationCell(reads, links) },
  ]);
}

function relationCell(names: readonly string[], links: Links): Cell {
  return joined([...new Set(names)].sort().map((name) => [links.relation(name)]));
}

function diagramsOf(model: SchemaModel): readonly Block[] {
  return overviewDiagrams(model).flatMap(({ title, mermaid, drawing }): readonly Block[] => [
    ...(title === undefined ? [] : [paragraph({ strong: title })]),
    { kind: 'diagram', mermaid, drawing, focus: undefined },
  ]);
}

function enumTable(enums: readonly EnumType[], links: Links): readonly Block[] {
  return tableOf(
    enums,
    [
      { head: 'Enum', cell: ({ name }) => [code(shortName(name))] },
      { head: 'Values', cell: ({ values }) => codes(values) },
      { head: 'Used by', cell: ({ usedBy }) => usesOf(usedBy, links) },
      { head: 'Comment', cell: ({ comment }) => text(comment) },
    ],
    { anchor: ({ name }) => anchorFor('enum', name) },
  );
}

function usesOf(uses: readonly ColumnUse[], links: Links): Cell {
  return joined(uses.map(({ relation, column }) => [links.relation(relation), ' ', code(column)]));
}

function typeTable(types: readonly OtherType[], links: Links): readonly Block[] {
  return tableOf(
    types,
    [
      { head: 'Type', cell: ({ name }) => [code(shortName(name))] },
      { head: 'Kind', cell: ({ kind }) => (kind === 'domain' ? ['domain'] : []) },
      { head: 'Definition', cell: ({ definition }) => codeCell(definition) },
      { head: 'Constraints', cell: ({ constraints }) => codes(constraints) },
      { head: 'Used by', cell: ({ usedBy }) => usesOf(usedBy, links) },
      { head: 'Comment', cell: ({ comment }) => text(comment) },
    ],
    { anchor: ({ name }) => anchorFor('type', name) },
  );
}

function routineTable(routines: readonly Routine[]): readonly Block[] {
  return tableOf(routines, [
    {
      head: 'Function',
      cell: ({ name }) => [
        {
          link: { kind: 'page', page: 'routines', anchor: anchorFor('function', name) },
          content: [code(shortName(name))],
        },
      ],
    },
    { head: 'Kind', cell: ({ kind }) => (kind === 'function' ? [] : [kind]) },
    { head: 'Comment', cell: ({ comment }) => text(comment) },
  ]);
}

function otherTable({ others }: SchemaModel): readonly Block[] {
  return tableOf(others, [
    { head: 'Kind', cell: ({ kind }) => [kind] },
    { head: 'Name', cell: ({ name }) => [code(name)] },
    { head: 'Definition', cell: ({ description }) => codeCell(description) },
    { head: 'Comment', cell: ({ comment }) => text(comment) },
  ]);
}

function migrationTable(context: PageContext): readonly Block[] {
  return tableOf(
    context.model.migrations,
    [
      { head: 'Migration', cell: ({ name }) => [migrationLink(name, context)] },
      { head: 'Does', cell: ({ changes }) => changesInWords(changes, context.links) },
    ],
    { anchor: ({ name }) => anchorFor('migration', name) },
  );
}

const verbs = { created: 'creates', removed: 'removes', changed: 'changes' } as const;

/** `creates users, orders; changes type mood`. */
function changesInWords(changes: readonly RootChange[], links: Links): Cell {
  const groups = (['created', 'changed', 'removed'] as const).map((verb) => ({
    verb,
    roots: changes.filter(({ change }) => change === verb).map(({ root }) => root),
  }));
  return joined(
    groups
      .filter(({ roots }) => roots.length > 0)
      .map(({ verb, roots }) => [
        `${verbs[verb]} `,
        ...joined(
          roots.map(({ kind, name }) =>
            kind === 'table' ? [links.relation(name)] : [`${kind} `, links.relation(name)],
          ),
        ),
      ]),
    '; ',
  );
}
