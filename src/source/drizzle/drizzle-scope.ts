import picomatch from 'picomatch';
import type { CatalogObject, ObjectKey } from '../../catalog/model/object.js';

/** A schema, or a relation in one; unquoted. */
export interface ScopedName {
  readonly schema: string;
  /** Missing for the schema itself. */
  readonly name?: string;
}

/** Which part of a database a Drizzle schema describes. */
export interface DrizzleFilters {
  /** Names of schemas, in which `*` matches anything; empty for all. */
  readonly schemas: readonly string[];
  /** Names of tables and views, in which `*` matches anything and `!` excludes; empty for all. */
  readonly tables: readonly string[];
  /** What others create: marked with `.existing()`, or made by Drizzle for itself. */
  readonly foreign: readonly ScopedName[];
}

/** Tells whether an object is within the filters of a Drizzle configuration. */
export class DrizzleScope {
  readonly #isSchema: (name: string) => boolean;
  readonly #isTable: (name: string) => boolean;
  readonly #foreign: ReadonlySet<string>;

  constructor({ schemas, tables, foreign }: DrizzleFilters) {
    this.#isSchema = matcher(schemas);
    this.#isTable = matcher(tables);
    this.#foreign = new Set(foreign.map(keyOfName));
  }

  includes(object: CatalogObject): boolean {
    const { kind, name } = object;
    if (kind === 'role') return true;
    if (kind === 'schema') return this.includesSchema({ schema: unquote(name) });
    const relation = relationOf(object);
    const [schema = '', local = ''] = partsOf(relation.name);
    const isRelation = ['table', 'view', 'materialized view'].includes(relation.kind);
    return isRelation ? this.includesRelation({ schema, name: local }) : this.includesSchema({ schema });
  }

  /** Whether a table or view is within the filters. */
  includesRelation({ schema, name }: Required<ScopedName>): boolean {
    return (
      this.includesSchema({ schema }) &&
      this.#isTable(name) &&
      !this.#foreign.has(keyOfName({ schema, name }))
    );
  }

  includesSchema({ schema }: Pick<ScopedName, 'schema'>): boolean {
    return this.#isSchema(schema) && !this.#foreign.has(keyOfName({ schema }));
  }
}

function keyOfName({ schema, name }: ScopedName): string {
  return JSON.stringify([schema, name]);
}

/** The table or view to which an object belongs, or the object itself. */
function relationOf({ kind, name, parent }: CatalogObject): ObjectKey {
  if (parent?.kind === 'column') return { kind: 'table', name: parent.name.replace(lastPart, '') };
  if (parent?.kind === 'constraint') return { kind: 'table', name: parent.name.replace(/^.* on /su, '') };
  return parent ?? { kind, name };
}

const lastPart = /\.(?:"(?:[^"]|"")*"|[^".]+)$/u;

/** Patterns as in drizzle-kit: excluding ones restrict the others, or everything where there are no others. */
function matcher(patterns: readonly string[]): (name: string) => boolean {
  const including = patterns.filter((pattern) => !pattern.startsWith('!'));
  const excluding = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const isIncluded = including.length > 0 ? picomatch(including) : () => true;
  const isExcluded = excluding.length > 0 ? picomatch(excluding) : () => false;
  return (name) => isIncluded(name) && !isExcluded(name);
}

/** `["app", "users"]` of `app."users"`. */
function partsOf(name: string): readonly string[] {
  return (name.match(/"(?:[^"]|"")*"|[^".]+/gu) ?? []).map(unquote);
}

function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
