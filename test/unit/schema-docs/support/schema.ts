import type {
  Column,
  ForeignKey,
  Relation,
  SchemaModel,
} from '../../../../src/schema-docs/model/schema-model.js';

/** A column; by default of the type `text` and without keys. */
export function column(name: string, given: Partial<Column> = {}): Column {
  return {
    name,
    type: 'text',
    nullable: false,
    default: undefined,
    keys: [],
    comment: undefined,
    traits: [],
    ...given,
  };
}

/** A table with the given properties and no others. */
export function table(name: string, given: Partial<Relation> = {}): Relation {
  return {
    kind: 'table',
    name,
    comment: undefined,
    traits: [],
    columns: [column('id', { type: 'integer', keys: ['primary key'] })],
    constraints: [],
    foreignKeys: [],
    incoming: [],
    indexes: [],
    attachments: [],
    policies: [],
    grants: [],
    definition: undefined,
    reads: [],
    readBy: [],
    partitionOf: undefined,
    partitions: [],
    touches: [],
    ...given,
  };
}

/** A foreign key from one table to the `id` of another. */
export function reference(relation: string, referenced: string, given: Partial<ForeignKey> = {}): ForeignKey {
  return {
    name: `to_${referenced}`,
    relation,
    columns: ['id'],
    referenced,
    referencedColumns: ['id'],
    onDelete: 'NO ACTION',
    onUpdate: 'NO ACTION',
    parents: 'exactly one',
    children: 'zero or more',
    servedBy: [],
    definition: '',
    comment: undefined,
    ...given,
  };
}

/** A schema of tables in the order of their names, with foreign keys at both of their ends. */
export function schema(
  tables: readonly Relation[],
  foreignKeys: readonly ForeignKey[] = [],
  given: Partial<SchemaModel> = {},
): SchemaModel {
  const relations = tables.map((one) => ({
    ...one,
    foreignKeys: foreignKeys.filter(({ relation }) => relation === one.name),
    incoming: foreignKeys.filter(({ referenced }) => referenced === one.name),
  }));
  relations.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { relations, enums: [], types: [], routines: [], others: [], migrations: [], ...given };
}

/**
 * Tables of ten columns: `public.table_000`, … with every fifth in the schema `billing`. Each except the first
 * has a foreign key to an earlier one, most of them to one of the first seven.
 */
export function manyTables(count: number): SchemaModel {
  const names = Array.from({ length: count }, (_, number) => {
    const digits = `${number}`.padStart(3, '0');
    return `${number % 5 === 4 ? 'billing' : 'public'}.table_${digits}`;
  });
  const columns = [
    'id',
    'parent_id',
    'name',
    'email',
    'amount',
    'state',
    'note',
    'created_at',
    'updated_at',
    'tags',
  ];
  const tables = names.map((name) =>
    table(name, {
      columns: columns.map((one) => {
        if (one === 'id') return column('id', { type: 'bigint', keys: ['primary key'] });
        if (one === 'parent_id') return column('parent_id', { type: 'bigint', keys: ['foreign key'] });
        return column(one, { type: 'character varying(255)', nullable: true });
      }),
    }),
  );
  const foreignKeys = names.flatMap((name, number) => {
    const other = names[number % 3 === 0 ? Math.floor(number / 2) : number % 7];
    return other === undefined || other === name ? [] : [reference(name, other, { columns: ['parent_id'] })];
  });
  return schema(tables, foreignKeys);
}

/** Unusual names that PostgreSQL allows, quoted as it prints them. */
export const oddNames: readonly string[] = [
  '"Users"',
  '"order items"',
  '"a-b"',
  '"a.b"',
  '"a/b"',
  '"a""b"',
  '"a\'b"',
  '"a`b"',
  '"a|b"',
  '"a\\b"',
  '"a\nb"',
  '"a\tb"',
  '"a~b~c"',
  '"100%"',
  '"%%{init: {}}%%"',
  '"#35;"',
  '"a;b"',
  '"{}"',
  '"[x]"',
  '"(x)"',
  '"$$x$$"',
  '"</script><script>alert(1)</script>"',
  '"<img src=x onerror=alert(1)>"',
  '"javascript:alert(1)"',
  '"direction TB"',
  '"таблица"',
  '"日本語"',
  '"🙂"',
  '"‮abc"',
  '"---"',
  '" "',
  '"1"',
  '"con"',
  '"u"',
  '"one"',
  '"many"',
  '"pk"',
  '"FK"',
  '"title"',
  '"style"',
  '"class"',
  '"end"',
  '"constructor"',
  '"__proto__"',
  '"readme"',
  '"index"',
  '"functions"',
];
