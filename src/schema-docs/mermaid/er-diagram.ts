import { drawingName, type DiagramPart } from '../diagram/diagram-part.js';
import { neighbourhoodOf } from '../diagram/neighbourhood.js';
import { splitDiagram } from '../diagram/split-diagram.js';
import type { Column, ForeignKey, Relation, SchemaModel } from '../model/schema-model.js';
import { splitQualified, unquote } from '../document/names.js';
import { shortType } from '../document/short-type.js';
import { attributeName, attributeType, entityName, safeText } from './safe-text.js';

export interface TitledDiagram {
  readonly title: string | undefined;
  readonly mermaid: string;
  /** The drawing that shows the same. */
  readonly drawing: string;
}

/** Renders the tables of a schema and their foreign keys, in as many diagrams as they need. */
export function overviewDiagrams(model: SchemaModel): readonly TitledDiagram[] {
  return splitDiagram(model).parts.map((part) => ({
    title: part.title,
    mermaid: renderPart(part),
    drawing: drawingName(part),
  }));
}

/** Renders a table and those that it refers to, or that refer to it; undefined if there are none. */
export function neighbourhoodDiagram(relation: Relation, model: SchemaModel): string | undefined {
  const part = neighbourhoodOf(relation, model);
  return part && renderPart(part);
}

/** GitHub renders at most 50,000 characters (Mermaid's `maxTextSize`). */
const longest = 45_000;

/** With more tables than this, other columns are left out to make the foreign keys easier to see. */
const mostInFull = 40;

type Columns = 'all' | 'keys' | 'none';

function renderPart(part: DiagramPart): string {
  const ways: readonly Columns[] =
    part.tables.length > mostInFull ? ['keys', 'none'] : ['all', 'keys', 'none'];
  const texts = ways.map((columns) => renderWith(part, columns));
  return texts.find((text) => text.length <= longest) ?? texts.at(-1) ?? '';
}

function renderWith({ tables, stubs, foreignKeys }: DiagramPart, columns: Columns): string {
  const names = nameEntities([...tables.map(({ name }) => name), ...stubs]);
  const entity = (name: string): string => names.get(name) ?? entityName(name);
  return [
    'erDiagram',
    ...foreignKeys.map((key) => `  ${renderRelation(key, entity)}`),
    ...tables.flatMap((table) => renderEntity(table, entity(table.name), columns)),
    ...stubs.map((name) => `  ${entity(name)}`),
  ].join('\n');
}

/** Gives different tables different names, even if their printed names are equal. */
function nameEntities(relations: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const relation of relations) {
    const plain = plainName(relation);
    let name = entityName(plain);
    for (let number = 2; taken.has(name); number += 1) name = entityName(`${plain} (${number})`);
    taken.add(name);
    names.set(relation, name);
  }
  return names;
}

/**
 * `users`, `audit.events`; older releases of Mermaid fail on names of properties that every JavaScript object
 * has.
 */
function plainName(relation: string): string {
  const { schema, name } = splitQualified(relation);
  return schema === 'public' && !(name in {}) ? name : `${schema}.${name}`;
}

const parents = { 'exactly one': '||', 'zero or one': '|o' } as const;
const children = { 'zero or more': 'o{', 'zero or one': 'o|' } as const;

function renderRelation(key: ForeignKey, entity: (name: string) => string): string {
  const line = `${parents[key.parents]}--${children[key.children]}`;
  const label = safeText(key.columns.map(unquote).join(', '));
  return `${entity(key.referenced)} ${line} ${entity(key.relation)} : "${label}"`;
}

function renderEntity(table: Relation, name: string, columns: Columns): readonly string[] {
  const shown =
    columns === 'none' ? [] : table.columns.filter(({ keys }) => columns === 'all' || keys.length > 0);
  if (shown.length === 0) return [`  ${name}`];
  return [`  ${name} {`, ...shown.map((column) => `    ${renderAttribute(column)}`), '  }'];
}

const keyMarks = { 'primary key': 'PK', 'foreign key': 'FK', unique: 'UK' } as const;

/** A name or type that had to be changed to be valid is added as a remark in its original form. */
function renderAttribute({ name, type, keys }: Column): string {
  const [plain, short] = [unquote(name), shortType(type)];
  const [word, typeWord] = [attributeName(plain), attributeType(short)];
  const marks = keys.map((key) => keyMarks[key]).join(', ');
  const remarks = [...(word === plain ? [] : [plain]), ...(typeWord === short ? [] : [short])].map(safeText);
  return [
    typeWord,
    word,
    ...(marks === '' ? [] : [marks]),
    ...(remarks.length === 0 ? [] : [`"${remarks.join(': ')}"`]),
  ].join(' ');
}
