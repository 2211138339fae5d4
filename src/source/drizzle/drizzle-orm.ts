/** What a module of a Drizzle schema exports under one name. */
export interface Entity {
  readonly kind: 'table' | 'view' | 'enum' | 'sequence' | 'schema' | 'role' | 'policy';
  readonly schema: string;
  readonly name: string;
  /** `.existing()`: others create it. */
  readonly isExisting: boolean;
  /** The object of drizzle-orm. */
  readonly value: object;
}

/** The functions of `drizzle-orm` and `drizzle-orm/pg-core` that tell what an object describes. */
export interface DrizzleOrm {
  readonly is: (value: unknown, entity: unknown) => boolean;
  readonly core: PgCore;
}

interface Named {
  readonly name: string;
  readonly schema: string | undefined;
}

interface PgCore {
  readonly PgTable: unknown;
  readonly PgSchema: unknown;
  readonly PgRole: unknown;
  readonly PgPolicy: unknown;
  readonly isPgEnum: (value: unknown) => boolean;
  readonly isPgSequence: (value: unknown) => boolean;
  readonly isPgView: (value: unknown) => boolean;
  readonly isPgMaterializedView: (value: unknown) => boolean;
  readonly getTableConfig: (table: unknown) => Named;
  readonly getViewConfig: (view: unknown) => Named & { readonly isExisting: boolean };
  readonly getMaterializedViewConfig: (view: unknown) => Named & { readonly isExisting: boolean };
}

/** Returns what an exported value describes; `undefined` for relations, types, functions and the like. */
export function entityOf(value: unknown, { is, core }: DrizzleOrm): Entity | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  const entity = (kind: Entity['kind'], { name, schema }: Named, isExisting?: boolean): Entity => ({
    kind,
    name,
    schema: schema ?? 'public',
    isExisting: isExisting ?? false,
    value,
  });
  const fields = value as Readonly<Record<string, string | undefined>>;
  const named = (name: string): Named => ({ name: fields[name] ?? '', schema: fields.schema });
  if (core.isPgEnum(value)) return entity('enum', named('enumName'));
  if (is(value, core.PgTable)) return entity('table', core.getTableConfig(value));
  if (core.isPgView(value)) return viewOf(core.getViewConfig(value));
  if (core.isPgMaterializedView(value)) return viewOf(core.getMaterializedViewConfig(value));
  if (core.isPgSequence(value)) return entity('sequence', named('seqName'));
  if (is(value, core.PgSchema)) return entity('schema', named('schemaName'), fields.isExisting as never);
  if (is(value, core.PgRole)) return entity('role', named('name'), fields._existing as never);
  if (is(value, core.PgPolicy)) return entity('policy', named('name'));
  return undefined;

  function viewOf({ isExisting, ...view }: Named & { readonly isExisting: boolean }): Entity {
    return entity('view', view, isExisting);
  }
}
