import { useFiller } from './filler.js';

const { fill, valuesOf, withFilled } = useFiller();

describe('generateRows', () => {
  it.each([
    "CHECK (c IN ('small', 'large'))",
    "CHECK (c = ANY (ARRAY['it''s', 'a,b']))",
    "CHECK (c = 'only')",
    'CHECK (char_length(c) = 7)',
    'CHECK (length(c) BETWEEN 20 AND 22)',
    "CHECK (c <> '' AND c = upper(c))",
    "CHECK (c ~ '^[A-Z]{2}-[0-9]{4}$')",
    "CHECK (c ~ '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$')",
    "CHECK (c ~* '^https?://[^\\s/$.?#].[^\\s]*$')",
    "CHECK (c ~ '^0x[a-fA-F0-9]{40}$')",
    "CHECK (c ~ '^[[:alpha:]][[:alnum:]_]{2,5}(-v\\d+)?$')",
    "CHECK (c ~ '^(red|green|blue):(?:[1-9]|10)$')",
    "CHECK (c ~ '^\\+?[1-9]\\d{1,14}$')",
    "CHECK (c ~ '^#[0-9a-f]{6}$')",
    "CHECK (c ~ '^\\d{4}-(0[1-9]|1[0-2])-\\d{2}T\\d{2}:\\d{2}Z$')",
    "CHECK (c ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')",
    "CHECK (c LIKE 'inv\\_%-__')",
    "CHECK (c SIMILAR TO '[a-c]+x')",
    "CHECK (c NOT LIKE '% %')",
    'CHECK (c = btrim(c) AND c = lower(c) AND char_length(c) >= 3)',
    "CHECK (starts_with(c, 'ord_'))",
    "CHECK (position('@' in c) > 1)",
    "CHECK (left(c, 2) = 'XY')",
    'CHECK (c::int > 10)',
    "CHECK (c !~ '[A-Z ]')",
  ])('generates three different texts for %s', async (check) => {
    const values = await valuesOf(
      `CREATE TABLE t (c text NOT NULL ${check.includes("'only'") ? '' : check.includes('large') || check.includes("it''s") ? '' : 'UNIQUE'} ${check})`,
      'c',
    );
    expect(values).toHaveLength(3);
  });

  it.each([
    'a int CHECK (a > 100 AND a < 102)',
    'a smallint CHECK (a BETWEEN -5 AND -3)',
    'a int CHECK (a % 7 = 0)',
    'a numeric(3,2) CHECK (a >= 0 AND a <= 1)',
    'a numeric(10,2) CHECK (a > 1000.5)',
    'a real CHECK (a >= -90 AND a <= 90)',
    "a date CHECK (a >= '2024-01-01' AND a < '2024-01-05')",
    'a timestamptz CHECK (a > now())',
    "a timestamptz CHECK (a > '2030-01-01' AND a < '2031-01-01')",
    "a date CHECK (a < CURRENT_DATE - interval '18 years')",
    'a int, b int, CHECK (a > b)',
    'a date, b date, CHECK (a > b)',
    'starts timestamptz NOT NULL, ends timestamptz NOT NULL, CHECK (ends > starts)',
    'b int, a int, c int, CHECK (a < b AND b < c AND c < a + 3)',
    'a int, b int, CHECK (num_nonnulls(a, b) = 1)',
    "kind text NOT NULL CHECK (kind IN ('a', 'b')), x int, y int, CHECK ((kind = 'a') = (x IS NOT NULL)), CHECK ((kind = 'b') = (y IS NOT NULL))",
    'price numeric(8,2) NOT NULL, amount int NOT NULL, total numeric GENERATED ALWAYS AS (price * amount) STORED CHECK (total > 500)',
    "a jsonb CHECK (jsonb_typeof(a) = 'array' AND jsonb_array_length(a) = 4)",
    "a jsonb CHECK (a ? 'width' AND a ? 'height' AND jsonb_typeof(a -> 'width') = 'number')",
    "a text[] CHECK (a <@ ARRAY['x', 'y', 'z'])",
    'a int[] CHECK (cardinality(a) = 5)',
    'a bytea CHECK (octet_length(a) = 32)',
    'a inet CHECK (family(a) = 6)',
    "a interval CHECK (a > interval '0' AND a <= interval '1 hour')",
    'a boolean CHECK (a)',
    'a boolean NOT NULL, b boolean NOT NULL, CHECK (a OR b)',
    'a time, b time, CHECK (a < b)',
    'a int4range CHECK (NOT isempty(a))',
    'a uuid CHECK (a IS NOT NULL)',
    'id serial PRIMARY KEY CHECK (id > 0), a int',
    '"Odd name" int CHECK ("Odd name" = 12), "select" text CHECK ("select" = \'from\')',
  ])('satisfies the conditions of (%s)', async (columns) => {
    expect(await fill(`CREATE TABLE t (${columns})`)).toEqual({ 'public.t': 3 });
  });

  it('leaves a table empty if it cannot satisfy its conditions, and returns the reason', async () => {
    const schema = `CREATE TABLE t (a int NOT NULL CONSTRAINT odd CHECK (a * a = 152399025)); CREATE TABLE u (a int)`;
    await withFilled({ schema }, async ({ summary, readRows }) => {
      expect(summary).toEqual({
        'public.t': 'no generated row was accepted: new row for relation "t" violates check constraint "odd"',
        'public.u': 3,
      });
      expect(await readRows('public.t')).toEqual([]);
    });
  });

  it('satisfies unique keys with few possible values as far as possible', async () => {
    expect(
      await fill(`
        CREATE TABLE one (a boolean NOT NULL UNIQUE);
        CREATE TABLE two (a boolean NOT NULL, b boolean NOT NULL, PRIMARY KEY (a, b));
        CREATE TABLE three (a text CHECK (a IN ('x', 'y')), b boolean, UNIQUE (b, a));
        CREATE TABLE four (id boolean PRIMARY KEY DEFAULT true CHECK (id), v text);
        CREATE TABLE five (a text); CREATE UNIQUE INDEX ON five (lower(a));
        CREATE TABLE six (a text, b boolean); CREATE UNIQUE INDEX ON six (b) WHERE b;
        CREATE TABLE seven (a int, during tstzrange, EXCLUDE USING gist (during WITH &&));
        CREATE TABLE eight (a timestamptz, b timestamptz, EXCLUDE USING gist (tstzrange(a, b) WITH &&))`),
    ).toEqual({
      'public.one': 2,
      'public.two': 3,
      'public.three': 3,
      'public.four': 1,
      'public.five': 3,
      'public.six': 3,
      'public.seven': 3,
      'public.eight': 3,
    });
  });
});
