import { changes } from './change.js';

export const constraintChanges = changes([
  ['a new check', 'ALTER TABLE app.orders ADD CONSTRAINT low_room CHECK (room > 0)'],
  [
    'a new check that calls a function',
    'ALTER TABLE app.orders ADD CONSTRAINT short_number CHECK (app.is_short(number))',
  ],
  ['a dropped check', 'ALTER TABLE app.orders DROP CONSTRAINT positive_amount'],
  ['a dropped check with a comment', 'ALTER TABLE app.customers DROP CONSTRAINT named'],
  [
    'another expression of a check',
    'ALTER TABLE app.orders DROP CONSTRAINT positive_amount, ADD CONSTRAINT positive_amount CHECK (amount > 0)',
  ],
  ['a validated check', 'ALTER TABLE app.orders VALIDATE CONSTRAINT big_room'],
  [
    'a check that is no longer inherited',
    'ALTER TABLE app.nodes ADD CONSTRAINT alone CHECK (id > 0) NO INHERIT',
  ],
  ['a dropped primary key', 'ALTER TABLE app.nodes DROP CONSTRAINT nodes_pkey CASCADE'],
  [
    'another primary key',
    'ALTER TABLE app.order_lines DROP CONSTRAINT order_lines_pkey CASCADE, ADD CONSTRAINT order_lines_pkey PRIMARY KEY (order_id, line, product)',
  ],
  ['a dropped key with a foreign key', 'ALTER TABLE app.customers DROP CONSTRAINT customers_pkey CASCADE'],
  [
    'a new unique constraint',
    'ALTER TABLE app.customers ADD CONSTRAINT customers_name_key UNIQUE (name, created_at)',
  ],
  ['a dropped unique constraint', 'ALTER TABLE app.customers DROP CONSTRAINT customers_email_key'],
  [
    'a unique constraint that is no longer deferrable',
    'ALTER TABLE app.orders DROP CONSTRAINT orders_number_key, ADD CONSTRAINT orders_number_key UNIQUE (number)',
  ],
  [
    'a unique constraint with included columns and options',
    'ALTER TABLE app.nodes ADD CONSTRAINT nodes_key UNIQUE (parent) INCLUDE (id) WITH (fillfactor = 60)',
  ],
  [
    'a unique constraint by an index',
    'CREATE UNIQUE INDEX nodes_by_index ON app.nodes (parent); ALTER TABLE app.nodes ADD CONSTRAINT nodes_by_index UNIQUE USING INDEX nodes_by_index',
  ],
  [
    'NULLS NOT DISTINCT',
    'ALTER TABLE app.sparse DROP CONSTRAINT sparse_key, ADD CONSTRAINT sparse_key UNIQUE (a, b)',
    { since: 15 },
  ],
  [
    'a new foreign key',
    'ALTER TABLE app.nodes ADD CONSTRAINT nodes_order_fkey FOREIGN KEY (id) REFERENCES app.orders (id)',
  ],
  ['a dropped foreign key', 'ALTER TABLE app.orders DROP CONSTRAINT orders_customer_id_fkey'],
  [
    'another action of a foreign key',
    'ALTER TABLE app.orders DROP CONSTRAINT orders_customer_id_fkey, ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES app.customers (id) ON DELETE RESTRICT ON UPDATE CASCADE',
  ],
  [
    'a foreign key that is deferrable',
    'ALTER TABLE app.orders ALTER CONSTRAINT orders_customer_id_fkey DEFERRABLE INITIALLY DEFERRED',
  ],
  [
    'a foreign key that is no longer deferrable',
    'ALTER TABLE app.order_lines ALTER CONSTRAINT order_lines_order_id_fkey NOT DEFERRABLE',
  ],
  ['a validated foreign key', 'ALTER TABLE app.orders VALIDATE CONSTRAINT orders_main_line_fkey'],
  [
    'a foreign key to other columns',
    'ALTER TABLE app.nodes ADD CONSTRAINT nodes_number_key UNIQUE (parent); ALTER TABLE app.nodes DROP CONSTRAINT nodes_parent_fkey, ADD CONSTRAINT nodes_parent_fkey FOREIGN KEY (id) REFERENCES app.nodes (parent) MATCH FULL',
  ],
  [
    'a foreign key with a list of columns',
    'ALTER TABLE app.nodes DROP CONSTRAINT nodes_other_fkey',
    { since: 15 },
  ],
  ['a dropped exclusion constraint', 'ALTER TABLE app.orders DROP CONSTRAINT no_overlap'],
  [
    'an exclusion constraint',
    'ALTER TABLE app.customers ADD CONSTRAINT once EXCLUDE USING btree (lower(name) WITH =)',
  ],
  ['a renamed constraint', 'ALTER TABLE app.orders RENAME CONSTRAINT positive_amount TO amount_is_positive'],
  ['a renamed primary key', 'ALTER TABLE app.nodes RENAME CONSTRAINT nodes_pkey TO nodes_primary'],
  ['a comment on a constraint', "COMMENT ON CONSTRAINT positive_amount ON app.orders IS 'no debts'"],
  ['a check of an heir', 'ALTER TABLE app.dogs ADD CONSTRAINT breed_given CHECK (breed IS NOT NULL)'],
  ['a check of parents and heirs', 'ALTER TABLE app.animals ADD CONSTRAINT id_positive CHECK (id > 0)'],
  ['a dropped check of parents and heirs', 'ALTER TABLE app.animals DROP CONSTRAINT animals_name_check'],
  [
    'a NOT NULL with a name',
    'ALTER TABLE app.nodes ADD CONSTRAINT parent_is_there NOT NULL parent',
    { since: 18 },
  ],
  [
    'a NOT NULL that is not valid',
    'ALTER TABLE app.nodes ADD CONSTRAINT parent_is_there NOT NULL parent NOT VALID',
    { since: 18 },
  ],
  [
    'a NOT NULL with another name',
    'ALTER TABLE app.virtuals RENAME CONSTRAINT c_is_there TO c_there',
    { since: 18 },
  ],
  [
    'a constraint that is enforced',
    'ALTER TABLE app.virtuals DROP CONSTRAINT loose, ADD CONSTRAINT loose CHECK (a > 0)',
    { since: 18 },
  ],
  [
    'a foreign key that is not enforced',
    'ALTER TABLE app.orders ALTER CONSTRAINT orders_customer_id_fkey NOT ENFORCED',
    { since: 18 },
  ],
]);

export const indexChanges = changes([
  ['a new index', 'CREATE INDEX orders_room_idx ON app.orders (room)'],
  ['a new unique index', 'CREATE UNIQUE INDEX orders_unique ON app.orders (room, quantity)'],
  ['a new partial index', "CREATE INDEX orders_partial ON app.orders (room) WHERE status = 'new'"],
  [
    'a new index on an expression',
    'CREATE INDEX orders_expression ON app.orders ((quantity + 1), app.is_short(number))',
  ],
  ['a new hash index', 'CREATE INDEX orders_hash ON app.orders USING hash (number)'],
  ['a new brin index', 'CREATE INDEX log_brin ON audit.log USING brin (at) WITH (pages_per_range = 16)'],
  ['a new gist index', 'CREATE INDEX orders_gist ON app.orders USING gist (during)'],
  ['a dropped index', 'DROP INDEX app.customers_name_idx'],
  ['a dropped index with statistics', 'DROP INDEX app.orders_rank_idx'],
  ['a dropped index with a comment', 'DROP INDEX app.orders_open_idx'],
  [
    'other columns of an index',
    'DROP INDEX app.orders_open_idx; CREATE INDEX orders_open_idx ON app.orders (amount)',
  ],
  [
    'another predicate of an index',
    "DROP INDEX app.orders_open_idx; CREATE INDEX orders_open_idx ON app.orders (customer_id, amount DESC) INCLUDE (number) WITH (fillfactor = 70) WHERE status = 'new'; COMMENT ON INDEX app.orders_open_idx IS 'open orders'",
  ],
  ['a storage parameter of an index', 'ALTER INDEX app.orders_open_idx SET (fillfactor = 50)'],
  ['a statistics target of an index', 'ALTER INDEX app.orders_rank_idx ALTER COLUMN 1 SET STATISTICS -1'],
  ['a renamed index', 'ALTER INDEX app.customers_tags_idx RENAME TO by_tags'],
  [
    'an index that becomes unique',
    'DROP INDEX audit.log_unique; CREATE INDEX log_unique ON audit.log (at, what)',
  ],
  ['a comment on an index', "COMMENT ON INDEX app.customers_tags_idx IS 'tags'"],
  [
    'a unique index with NULLS NOT DISTINCT',
    'CREATE UNIQUE INDEX nodes_null ON app.nodes (parent) NULLS NOT DISTINCT',
    { since: 15 },
  ],
  ['an index on a materialized view', 'CREATE INDEX totals_total_idx ON app.totals (total)'],
  ['a dropped index of a materialized view', 'DROP INDEX app.totals_customer_id_idx'],
  [
    'an index that depends on an extension',
    'ALTER INDEX app.customers_trgm_idx DEPENDS ON EXTENSION pg_trgm',
  ],
  ['new statistics', 'CREATE STATISTICS app.more_statistics (mcv) ON room, quantity FROM app.orders'],
  ['dropped statistics', 'DROP STATISTICS app.order_statistics'],
  [
    'other columns of statistics',
    'DROP STATISTICS app.order_statistics; CREATE STATISTICS app.order_statistics (dependencies, ndistinct) ON room, status FROM app.orders',
  ],
  ['a target of statistics', 'ALTER STATISTICS app.order_statistics SET STATISTICS 500'],
  ['statistics on an expression', 'CREATE STATISTICS app.on_expression ON (quantity * 2) FROM app.orders'],
  ['another owner of statistics', 'ALTER STATISTICS app.order_statistics OWNER TO pair_owner'],
]);
