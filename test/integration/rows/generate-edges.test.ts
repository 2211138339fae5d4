import { allEdges } from '../../../src/rows/edge-rules.js';
import { useFiller } from './filler.js';

const { withFilled } = useFiller();

/** The values of a column of `t`, and the reported edge values. */
async function fill(schema: string, table = 'public.t') {
  return withFilled({ schema, edges: allEdges }, async ({ outcomes, readRows }) => {
    const outcome = outcomes.find((one) => one.table === table)?.outcome;
    const edges = outcome?.kind === 'filled' ? outcome.edges : { tried: [], refused: [] };
    return { rows: await readRows(table), edges, outcomes };
  });
}

const types = [
  ...['smallint', 'integer', 'bigint', 'numeric', 'numeric(6,2)', 'numeric(3)', 'numeric(3,3)', 'real'],
  ...['double precision', 'money', 'boolean', 'text', 'varchar', 'varchar(3)', 'char(4)', 'date', 'time(0)'],
  ...['timetz', 'timestamp', 'timestamptz(3)', 'interval', 'uuid', 'json', 'jsonb', 'bytea', 'inet', 'cidr'],
  ...['bit', 'bit(5)', 'bit varying(2)', 'xml', 'point', 'tsvector', 'oid', 'int4range', 'tstzrange'],
  ...['datemultirange', 'int[]', 'text[]', 'box[]', 'jsonb[]', 'mood', 'mood[]', 'pair', 'short'],
];

const definitions = `
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 'numb', 'a: b');
CREATE TYPE pair AS (x int, y text);
CREATE DOMAIN short AS text CHECK (length(VALUE) BETWEEN 1 AND 12);`;

describe('generateRows with edge values', () => {
  it.each(types)('inserts null and other edge values into a nullable column of type %s', async (type) => {
    const { rows, edges } = await fill(`${definitions} CREATE TABLE t (a ${type})`);

    expect(rows.some(({ a }) => a === null)).toBe(true);
    expect(edges.tried.length).toBeGreaterThan(1);
    if (type !== 'short') expect(edges.refused).toEqual([]);
  });

  it('inserts texts that migrations often fail on', async () => {
    const { rows } = await fill('CREATE TABLE t (a text)');
    const values = rows.map(({ a }) => a as string | null);

    expect(values).toEqual(expect.arrayContaining([null, '', '007']));
    expect(values.some((value) => value !== null && value !== value.trim())).toBe(true);
    expect(values.some((value) => value?.includes('\n'))).toBe(true);
    expect(new Set(values).size).toBeLessThan(values.length);
  });

  it('gives identity columns numbers with gaps that do not follow the order of the rows', async () => {
    const { rows } = await fill('CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text)');
    const ids = rows.map(({ id }) => id as number);
    const sorted = [...ids].sort((a, b) => a - b);

    expect(ids).not.toEqual(sorted);
    expect((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)).toBeGreaterThan(ids.length);
  });

  it('omits values that constraints and triggers reject, and reports them', async () => {
    const { rows, edges } = await fill(`
      CREATE TABLE t (id int PRIMARY KEY, n int CHECK (n > 0), a text NOT NULL, b text UNIQUE, c int, d int,
        CHECK ((c IS NULL) = (d IS NULL)));
      CREATE FUNCTION guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.a = '' THEN RAISE 'not empty'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER guard BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION guard()`);

    expect(edges.refused).toEqual(
      expect.arrayContaining(['n: zero', 'n: negative', 'n: least', 'a: empty text']),
    );
    expect(edges.tried).toEqual(
      expect.arrayContaining(['n: NULL', 'n: largest', 'a: blanks around', 'b: NULL']),
    );
    expect(edges.tried.filter((edge) => edge.startsWith('a: NULL'))).toEqual([]);
    expect(rows.length).toBeGreaterThan(8);
  });

  it('inserts references to other rows, to the same row and to none, and parents without children', async () => {
    const schema = `
      CREATE TABLE parent (id int PRIMARY KEY, note text);
      CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t, parent int REFERENCES parent, one int UNIQUE REFERENCES parent)`;
    const { rows } = await fill(schema);
    const used = new Set(rows.map(({ parent }) => parent));
    const { rows: parents } = await fill(schema, 'public.parent');

    expect(rows.some(({ id, up }) => id === up)).toBe(true);
    expect(rows.some(({ id, up }) => up !== null && id !== up)).toBe(true);
    expect(rows.filter(({ up }) => up === null).length).toBeGreaterThan(1);
    expect(rows.some(({ parent }) => parent === null)).toBe(true);
    expect(parents.some(({ id }) => !used.has(id))).toBe(true);
  });
});
