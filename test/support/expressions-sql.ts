/**
 * One object of every kind that contains an expression, with expressions that PostgreSQL prints differently
 * after reading its own output: lists of varchar, converted arrays, nested ORs.
 */
export const expressionObjects = `
CREATE TYPE pair AS (a int, b varchar(10));
CREATE DOMAIN code AS varchar(5) DEFAULT 'x' CHECK (VALUE IN ('x','y','z')) CHECK (VALUE NOT IN ('q','r') OR VALUE LIKE 'e%');
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE FUNCTION is_open(state varchar DEFAULT 'open', odd boolean DEFAULT ('a'::varchar IN ('a','b'))) RETURNS boolean
  LANGUAGE sql BEGIN ATOMIC SELECT state IN ('open','new') AND NOT odd; END;
CREATE TABLE orders (
  id int PRIMARY KEY,
  state varchar(10) DEFAULT CASE WHEN 'a'::varchar IN ('a','b') THEN 'open' ELSE 'new' END CHECK (state IN ('open','closed')),
  kind varchar, other text, amount numeric, tags varchar(5)[] DEFAULT ARRAY['a','b'], code code CHECK (code IN ('x','y')),
  is_new boolean GENERATED ALWAYS AS (state IN ('new','newer')) STORED,
  CONSTRAINT mixed CHECK (kind IN (other, state, 'x')),
  CONSTRAINT amounts CHECK (amount = ANY (ARRAY[1, 2]) OR amount IN (1, 2.5)),
  CONSTRAINT cases CHECK (CASE kind WHEN 'x' THEN true WHEN 'y' THEN state IN ('q','r') END),
  CONSTRAINT tagged CHECK (tags && ARRAY['a','b']::varchar[] AND tags[1] IN ('a','b')),
  CONSTRAINT short CHECK (state::varchar(3) IN ('ope','clo') AND coalesce(kind, 'y') NOT IN ('a','b')),
  EXCLUDE USING btree (id WITH =) WHERE (state IN ('open','new'))
);
CREATE INDEX orders_open ON orders (id, (state IN ('open','new')), lower(kind)) WHERE state IN ('open','closed');
CREATE STATISTICS orders_states ON (state IN ('open','new')), kind FROM orders;
CREATE VIEW open_orders AS SELECT *, CASE WHEN kind IN ('a','b') THEN state END AS shown FROM orders
  WHERE state IN ('open','x') AND (kind, other) IN (('a','b'),('c','d'));
CREATE VIEW listed AS SELECT * FROM (VALUES ('a'::varchar, 1), ('b', 2)) AS t (k, v) WHERE k IN ('a','b');
CREATE VIEW counted (p, q) AS VALUES ('a'::varchar, 1), ('b', 2);
CREATE MATERIALIZED VIEW totals AS SELECT kind, count(*) FILTER (WHERE state IN ('open','new')) AS n FROM orders GROUP BY kind;
CREATE RULE kept AS ON DELETE TO orders WHERE OLD.state IN ('open','new') DO ALSO
  UPDATE orders SET kind = 'x' WHERE state IN ('a','b');
CREATE TRIGGER noted AFTER UPDATE ON orders FOR EACH ROW WHEN (NEW.state IN ('open','new')) EXECUTE FUNCTION noted();
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON orders USING (state IN ('open','new')) WITH CHECK (kind IN ('a','b'));
CREATE TABLE parts (id int, kind varchar(5) DEFAULT 'k' CHECK (kind IN ('k','l')))
  PARTITION BY RANGE (id, (CASE WHEN kind IN ('k','l') THEN 1 ELSE 2 END));
CREATE TABLE parts_all PARTITION OF parts DEFAULT;
CREATE INDEX parts_kind ON parts (kind) WHERE kind IN ('k','z');
CREATE PUBLICATION moved_orders FOR TABLE parts;
`;

/** Drops all of these objects. */
export const withoutExpressionObjects = `
DROP PUBLICATION moved_orders; DROP TABLE parts; DROP MATERIALIZED VIEW totals; DROP VIEW counted, listed, open_orders;
DROP TABLE orders; DROP FUNCTION is_open(varchar, boolean), noted(); DROP DOMAIN code; DROP TYPE pair;
`;
