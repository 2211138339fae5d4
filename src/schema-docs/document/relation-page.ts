import type { Column, Relation, SchemaModel, Trait } from '../model/schema-model.js';
import { neighbourhoodDiagram } from '../mermaid/er-diagram.js';
import { accessSections } from './access-sections.js';
import { anchorFor } from './anchors.js';
import {
  code,
  codeCell,
  joined,
  paragraph,
  section,
  tableOf,
  text,
  type Block,
  type Inline,
  type Page,
} from './document.js';
import { touchInWords } from './history-words.js';
import { indexSection } from './index-section.js';
import { keySections } from './key-sections.js';
import type { Links } from './links.js';
import { shortName } from './names.js';
import { pageStem } from './page-names.js';

export interface PageContext {
  readonly model: SchemaModel;
  readonly links: Links;
  /**
   * Returns the path of a migration's file, relative to the pages, with `/`; undefined if it is outside of the
   * project.
   */
  readonly sourceOf: (migration: string) => string | undefined;
  /** Returns the drawing in which a table is shown with its columns. */
  readonly drawingOf: (relation: string) => string | undefined;
}

/** The page of a table or view. */
export function relationPage(relation: Relation, context: PageContext): Page {
  const { links } = context;
  return {
    id: relation.name,
    stem: pageStem(relation.name),
    title: shortName(relation.name),
    blocks: [
      paragraph(...introduction(relation, links)),
      ...(relation.comment === undefined ? [] : [paragraph(relation.comment)]),
      ...section('Columns', columnTable(relation.columns, links)),
      ...section('Definition', definitionOf(relation)),
      ...keySections(relation, links),
      ...indexSection(relation, links),
      ...accessSections(relation),
      ...section('Partitions', partitionTable(relation, links)),
      ...section('Neighbours', neighboursOf(relation, context)),
      ...section('Migrations', historyOf(relation, context)),
    ],
  };
}

function introduction({ kind, traits, reads, readBy }: Relation, links: Links): readonly Inline[] {
  const head = kind.charAt(0).toUpperCase() + kind.slice(1);
  const relations = (names: readonly string[]) => joined(names.map((name) => [links.relation(name)]));
  return joined(
    [
      [head],
      ...traits.map((trait) => traitInWords(trait, links)),
      ...(reads.length === 0 ? [] : [['reads ', ...relations(reads)]]),
      ...(readBy.length === 0 ? [] : [['read by ', ...relations(readBy)]]),
      [{ link: { kind: 'page', page: 'overview' }, content: ['all of the schema'] } as const],
    ],
    ' · ',
  );
}

function traitInWords({ text: words, relation }: Trait, links: Links): readonly Inline[] {
  return relation === undefined ? [words] : [`${words} `, links.relation(relation)];
}

function columnTable(columns: readonly Column[], links: Links): readonly Block[] {
  return tableOf(
    columns,
    [
      { head: 'Column', cell: ({ name }) => [code(name)] },
      { head: 'Type', cell: ({ type }) => [links.type(type)] },
      { head: 'Null', cell: ({ nullable }) => [nullable ? 'yes' : 'no'] },
      { head: 'Default', cell: ({ default: value }) => codeCell(value) },
      { head: 'Key', cell: ({ keys }) => text(keys.join(', ')) },
      { head: 'Storage', cell: ({ traits }) => text(traits.join(', ')) },
      { head: 'Comment', cell: ({ comment }) => text(comment) },
    ],
    { anchor: ({ name }) => anchorFor('column', name) },
  );
}

function definitionOf({ definition }: Relation): readonly Block[] {
  return definition === undefined ? [] : [{ kind: 'code', language: 'sql', text: definition }];
}

function partitionTable({ partitions }: Relation, links: Links): readonly Block[] {
  return tableOf(partitions, [
    { head: 'Partition', cell: ({ relation }) => [links.relation(relation)] },
    { head: 'Bound', cell: ({ bound }) => codeCell(bound) },
  ]);
}

function neighboursOf(relation: Relation, { model, drawingOf }: PageContext): readonly Block[] {
  const mermaid = neighbourhoodDiagram(relation, model);
  const drawing = drawingOf(relation.name);
  return mermaid === undefined || drawing === undefined
    ? []
    : [{ kind: 'diagram', mermaid, drawing, focus: relation.name }];
}

function historyOf(relation: Relation, context: PageContext): readonly Block[] {
  return tableOf(relation.touches, [
    { head: 'Migration', cell: ({ migration }) => [migrationLink(migration, context)] },
    { head: 'Does', cell: (touch) => touchInWords(touch, relation) },
  ]);
}

/** A migration, linked to its file if that is in the project. */
export function migrationLink(name: string, { sourceOf }: PageContext): Inline {
  const path = sourceOf(name);
  return path === undefined ? code(name) : { link: { kind: 'file', path }, content: [code(name)] };
}
