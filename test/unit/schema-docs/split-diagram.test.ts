import { splitDiagram } from '../../../src/schema-docs/diagram/split-diagram.js';
import { splitQualified } from '../../../src/schema-docs/document/names.js';
import { manyTables, reference, schema, table } from './support/schema.js';

describe('the diagrams of a schema', () => {
  it('are none for a schema without tables', () => {
    expect(splitDiagram(schema([table('public.v', { kind: 'view' })])).parts).toEqual([]);
  });

  it('are one for up to 40 tables', () => {
    const [part, ...others] = splitDiagram(manyTables(40)).parts;
    expect(others).toEqual([]);
    expect({ key: part?.key, title: part?.title, tables: part?.tables.length, stubs: part?.stubs }).toEqual({
      key: undefined,
      title: undefined,
      tables: 40,
      stubs: [],
    });
  });

  it('omit partitions', () => {
    const partition = table('public.events_2025', { partitionOf: 'public.events' });
    const [part] = splitDiagram(schema([table('public.events'), partition])).parts;
    expect(part?.tables.map(({ name }) => name)).toEqual(['public.events']);
  });

  describe.each([41, 100, 240, 1000])('of a schema of %i tables', (count) => {
    const model = manyTables(count);
    const { parts } = splitDiagram(model);

    it('show each table once with its columns', () => {
      const shown = parts.flatMap(({ tables }) => tables.map(({ name }) => name)).sort();
      expect(shown).toEqual(model.relations.map(({ name }) => name).sort());
    });

    it('contain no more than 25 tables each, of one schema', () => {
      expect(parts.filter(({ tables }) => tables.length > 25)).toEqual([]);
      const schemas = parts.map(
        ({ tables }) => new Set(tables.map(({ name }) => splitQualified(name).schema)).size,
      );
      expect(new Set(schemas)).toEqual(new Set([1]));
      expect(parts.length).toBeLessThanOrEqual(2 * Math.ceil(count / 25));
    });

    it('show every foreign key in the parts of both of its tables', () => {
      const shown = (table: string) => parts.find(({ tables }) => tables.some(({ name }) => name === table));
      const lost = model.relations
        .flatMap(({ foreignKeys }) => foreignKeys)
        .filter((key) =>
          [key.relation, key.referenced].some((name) => !shown(name)?.foreignKeys.includes(key)),
        );
      expect(lost).toEqual([]);
    });

    it('name tables of other parts if a foreign key refers to them', () => {
      const missing = parts.flatMap(({ tables, stubs, foreignKeys }) => {
        const names = new Set([...tables.map(({ name }) => name), ...stubs]);
        return foreignKeys
          .flatMap(({ relation, referenced }) => [relation, referenced])
          .filter((name) => !names.has(name));
      });
      expect(missing).toEqual([]);
    });

    it('have unique keys and titles, which do not differ between runs', () => {
      expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length);
      expect(new Set(parts.map(({ title }) => title)).size).toBe(parts.length);
      const again = splitDiagram(manyTables(count)).parts;
      expect(again.map(({ key, tables }) => [key, tables.map(({ name }) => name)])).toEqual(
        parts.map(({ key, tables }) => [key, tables.map(({ name }) => name)]),
      );
    });
  });

  it('keep connected tables together', () => {
    const groups = Array.from({ length: 12 }, (_, group) =>
      Array.from({ length: 10 }, (_, member) => `public.g${group}_m${member}`),
    );
    const keys = groups.flatMap((names) => names.slice(1).map((name) => reference(name, names[0] ?? '')));
    const { parts } = splitDiagram(
      schema(
        groups.flat().map((name) => table(name)),
        keys,
      ),
    );
    expect(parts.map(({ tables, stubs }) => [tables.length, stubs.length])).toEqual([
      [20, 0],
      [20, 0],
      [20, 0],
      [20, 0],
      [20, 0],
      [20, 0],
    ]);
  });
});
