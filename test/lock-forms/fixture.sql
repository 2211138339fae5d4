CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN positive AS integer;
CREATE SEQUENCE counter;
CREATE TABLE parents (id bigint PRIMARY KEY, code text NOT NULL UNIQUE);
CREATE TABLE users (
  id bigint PRIMARY KEY,
  parent_id bigint,
  email text,
  name varchar(20),
  amount numeric(8, 2),
  seen timestamp,
  score positive,
  mood mood,
  note text NOT NULL DEFAULT ''
);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint NOT NULL,
  total integer,
  CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users,
  CONSTRAINT orders_total_check CHECK (total >= 0)
);
CREATE INDEX orders_user_id_idx ON orders (user_id);
CREATE TABLE visits (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE visits_2024 PARTITION OF visits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE visits_other PARTITION OF visits DEFAULT;
CREATE TABLE visits_2025 (id bigint, at date NOT NULL);
CREATE TABLE visits_2026 (id bigint, at date NOT NULL,
  CONSTRAINT visits_2026_at_check CHECK (at >= '2026-01-01' AND at < '2027-01-01'));
CREATE TABLE logs (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE logs_2024 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events (id bigint PRIMARY KEY, payload text);
CREATE VIEW notes AS SELECT id, note FROM users;
CREATE MATERIALIZED VIEW codes AS SELECT id, code FROM parents;
CREATE UNIQUE INDEX codes_id_idx ON codes (id);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY orders_all ON orders USING (true);
INSERT INTO parents SELECT n, n::text FROM generate_series(1, 100) AS n;
INSERT INTO users (id, parent_id, email, name, amount) SELECT n, n, n || '@example.org', 'n' || n, n FROM generate_series(1, 100) AS n;
INSERT INTO orders SELECT n, n, n FROM generate_series(1, 100) AS n;
INSERT INTO visits SELECT n, date '2024-01-01' + n FROM generate_series(1, 100) AS n;
INSERT INTO events SELECT n, 'x' FROM generate_series(1, 100) AS n;
CREATE SCHEMA archive;
