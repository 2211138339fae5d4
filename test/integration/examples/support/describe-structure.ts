import { createExample, type ExampleName } from './example.js';
import { countStructure, readStructure, type Structure, type StructureCounts } from './read-structure.js';

/** Name, type, nullability and default. PostgreSQL formats type and default. */
export type Column = readonly [
  name: string,
  type: string,
  nullability: 'null' | 'not null',
  fallback: string | null,
];

/** The complete structure of an example. */
export interface ExpectedStructure {
  /** The columns of each table in order. */
  readonly tables: Readonly<Record<string, readonly Column[]>>;
  /** The values of each enum in order. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** Definitions by name, as `pg_get_constraintdef` writes them. */
  readonly constraints: Readonly<Record<string, string>>;
  /** Definitions by name without `CREATE INDEX name ON public.`, and without those of primary keys. */
  readonly indexes: Readonly<Record<string, string>>;
  readonly counts: StructureCounts;
}

/** Tests that the migrations of an example create this structure. */
export function describeStructure(name: ExampleName, expected: ExpectedStructure): void {
  describe(`the structure of examples/${name}`, () => {
    let structure: Structure;
    let counts: StructureCounts | undefined;

    beforeAll(async () => {
      const example = await createExample(name, 'migrated');
      structure = await readStructure(example.session);
      counts = await countStructure(example.session);
      await example.drop();
    });

    it.each(Object.entries(expected.tables))(
      'has the columns of %s, with type, nullability and default',
      (table, columns) => {
        expect(columnsOf(structure, table)).toEqual(columns);
      },
    );

    it('has no other tables, and no sequences, routines or triggers', () => {
      expect(structure.relations.filter(({ kind }) => kind === 'r').map(({ name }) => name)).toEqual(
        Object.keys(expected.tables).sort(),
      );
      expect(structure.sequences).toEqual([]);
      expect(structure.others).toEqual([
        { kind: 'schema', name: 'information_schema' },
        { kind: 'schema', name: 'public' },
        ...Object.keys(expected.enums)
          .sort()
          .map((name) => ({ kind: 'type', name })),
      ]);
    });

    it('has the enums, with their values in order', () => {
      expect(structure.enums).toEqual(expected.enums);
    });

    it('has the constraints with their names, all of them validated', () => {
      expect(definitionsOf(structure.constraints)).toEqual(expected.constraints);
      expect(structure.constraints.map(({ validated }) => validated)).not.toContain(false);
    });

    it('has the indexes with their names, all of them valid', () => {
      const indexes = structure.indexes.filter(({ name }) => !String(name).endsWith('_pkey'));

      expect(definitionsOf(indexes)).toEqual(expected.indexes);
      expect(structure.indexes.map(({ valid }) => valid)).not.toContain(false);
    });

    it('has as many objects of each kind as the catalogs count', () => {
      expect(counts).toEqual(expected.counts);
    });

    it('has a comment on every table and column', () => {
      const tables = structure.relations.filter(({ kind }) => kind === 'r');
      const uncommented = [...tables, ...structure.columns].filter(
        ({ comment }) => !/^\S.*\.$/.test(String(comment)),
      );

      expect(uncommented).toEqual([]);
    });
  });
}

function columnsOf({ columns }: Structure, table: string): readonly unknown[] {
  return columns
    .filter((column) => column.table === table)
    .map((column) => [column.name, column.type, column.not_null ? 'not null' : 'null', column.default]);
}

function definitionsOf(rows: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    rows.map(({ name, definition }) => [
      String(name),
      String(definition).replace(/^CREATE (UNIQUE )?INDEX \w+ ON public\./, '$1'),
    ]),
  );
}
