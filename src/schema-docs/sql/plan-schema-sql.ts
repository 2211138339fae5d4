import { diff } from '../../catalog/model/diff.js';
import { keyOf, type CatalogObject, type ObjectKey, type Snapshot } from '../../catalog/model/object.js';
import { isOfSchema } from '../../pairs/of-schema.js';
import { groupOf } from '../../catalog/repair/group-by-object.js';
import { planRepair, type RepairLimit } from '../../catalog/repair/plan-repair.js';
import { forEmptyDatabase, type ExtensionDefaults } from '../../pairs/for-empty-database.js';

/** Statements about one object and its parts that follow each other in the file. */
export interface SqlBlock {
  /** `table public.users` */
  readonly object: string;
  readonly statements: readonly string[];
}

export interface PlannedSchema {
  readonly blocks: readonly SqlBlock[];
  /** What PostgreSQL offers no statement for. */
  readonly limits: readonly RepairLimit[];
}

export interface SchemaToCreate {
  /** A new database, in the state before the first migration. */
  readonly empty: Snapshot;
  readonly objects: Snapshot;
  readonly major: number;
  /** Role that runs the statements and owns everything that has no other owner. */
  readonly role: string;
  readonly extensions: ExtensionDefaults;
}

/** Plans the statements that create a schema in an empty database, one object after the other. */
export function planSchema({ empty, objects, major, role, extensions }: SchemaToCreate): PlannedSchema {
  const [before, after] = [schemaOnly(objects), schemaOnly(empty)];
  const { statements, actions, limits } = planRepair(diff(before, after), {
    before,
    after,
    major,
    role,
    database: 'planned',
    purpose: 'restoring',
    arrangement: 'by object',
  });
  const planned = statements.flatMap((statement, index) => {
    const object = objectAt(actions[index]?.object, statement, before);
    return kept(statement, extensions).map((sql) => ({ sql, object }));
  });
  return { blocks: toBlocks(planned), limits };
}

function schemaOnly(snapshot: Snapshot): Snapshot {
  return new Map([...snapshot].filter(([, object]) => isOfSchema(object)));
}

/** The statement as it is for an empty database; none if it is of no use there. */
function kept(statement: string, extensions: ExtensionDefaults): readonly string[] {
  return forEmptyDatabase({ statements: [statement], limits: [], hazards: [] }, extensions).statements;
}

interface PlannedSql {
  readonly sql: string;
  readonly object: string;
}

function objectAt(object: CatalogObject | undefined, statement: string, all: Snapshot): string {
  if (!object) return 'members of extensions';
  const find = (key: ObjectKey) => all.get(keyOf(key));
  return keyOf(groupOf(ownerOf(object, statement, all), find).root);
}

/** A sequence gets its owning column after the table is created: that statement belongs to the table. */
function ownerOf(object: CatalogObject, statement: string, all: Snapshot): CatalogObject {
  const column = object.attributes['owned by'];
  const isOwning = typeof column === 'string' && statement.endsWith(` OWNED BY ${column};`);
  return (isOwning ? all.get(keyOf({ kind: 'column', name: column })) : undefined) ?? object;
}

/** Moves statements of a table that come later to its block where nothing else can depend on them. */
function toBlocks(planned: readonly PlannedSql[]): readonly SqlBlock[] {
  const blocks: { readonly object: string; readonly statements: string[] }[] = [];
  for (const { sql, object } of planned) {
    const home = / OWNED BY [^;]+;$/.test(sql)
      ? blocks.find((block) => block.object === object)
      : blocks.at(-1)?.object === object
        ? blocks.at(-1)
        : undefined;
    if (home) home.statements.push(sql);
    else blocks.push({ object, statements: [sql] });
  }
  return blocks;
}
