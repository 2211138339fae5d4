import { repairCase, type RepairCase } from './repair-case.js';

const P = `CREATE TABLE p (id int NOT NULL, d date NOT NULL, c int) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`;
const PK = P.replace('c int)', 'c int, PRIMARY KEY (id, d))');
const TF = `CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`;
export const partitionCases: readonly RepairCase[] = [
  repairCase(
    'attach with index and key',
    PK + 'CREATE INDEX p_c ON p (c); CREATE TABLE free (id int NOT NULL, d date NOT NULL, c int);',
    `ALTER TABLE p ATTACH PARTITION free FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`,
  ),
  repairCase(
    'attach with own index',
    P +
      'CREATE INDEX p_c ON p (c); CREATE TABLE free (id int NOT NULL, d date NOT NULL, c int); CREATE INDEX free_x ON free (c);',
    `ALTER TABLE p ATTACH PARTITION free FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`,
  ),
  repairCase(
    'attach with check',
    P +
      'ALTER TABLE p ADD CONSTRAINT pos CHECK (c > 0); CREATE TABLE free (id int NOT NULL, d date NOT NULL, c int, CONSTRAINT pos CHECK (c > 0));',
    `ALTER TABLE p ATTACH PARTITION free FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`,
  ),
  repairCase(
    'attach with trigger',
    P +
      TF +
      'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf(); CREATE TABLE free (id int NOT NULL, d date NOT NULL, c int);',
    `ALTER TABLE p ATTACH PARTITION free FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`,
  ),
  repairCase(
    'attach with fk',
    P +
      'CREATE TABLE r (id int primary key); ALTER TABLE p ADD FOREIGN KEY (c) REFERENCES r; CREATE TABLE free (id int NOT NULL, d date NOT NULL, c int);',
    `ALTER TABLE p ATTACH PARTITION free FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`,
  ),
  repairCase(
    'attach with equal fk',
    P +
      'CREATE TABLE r (id int primary key); ALTER TABLE p ADD FOREIGN KEY (c) REFERENCES r; CREATE TABLE free (id int NOT NULL, d date NOT NULL, c int references r);',
    `ALTER TABLE p ATTACH PARTITION free FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`,
  ),
  repairCase(
    'attach default',
    P + 'CREATE TABLE free (id int NOT NULL, d date NOT NULL, c int);',
    `ALTER TABLE p ATTACH PARTITION free DEFAULT`,
  ),
  repairCase(
    'attach hash',
    'CREATE TABLE p (id int, c int) PARTITION BY HASH (id); CREATE INDEX ON p (c); CREATE TABLE free (id int, c int);',
    `ALTER TABLE p ATTACH PARTITION free FOR VALUES WITH (MODULUS 2, REMAINDER 0)`,
  ),
  repairCase(
    'attach list multi-level',
    'CREATE TABLE p (id int, c int) PARTITION BY LIST (id); CREATE INDEX pc ON p (c); CREATE TABLE q (id int, c int) PARTITION BY LIST (c); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1, 2, NULL)',
    `ALTER TABLE p ATTACH PARTITION q FOR VALUES IN (1)`,
  ),
  repairCase(
    'detach only index',
    P + 'CREATE INDEX p_only ON ONLY p (c); CREATE INDEX p1_c ON p1 (c);',
    'ALTER TABLE p DETACH PARTITION p1',
  ),
  repairCase(
    'detach attach only index',
    P + 'CREATE INDEX p_only ON ONLY p (c); CREATE INDEX p1_c ON p1 (c);',
    'ALTER TABLE p DETACH PARTITION p1',
    { undo: `ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')` },
  ),
  repairCase(
    'attach index',
    P + 'CREATE INDEX p_only ON ONLY p (c); CREATE INDEX p1_c ON p1 (c);',
    'ALTER INDEX p_only ATTACH PARTITION p1_c',
  ),
  repairCase(
    'attach index of two partitions',
    P +
      `CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');CREATE INDEX p_only ON ONLY p (c); CREATE INDEX p1_c ON p1 (c);CREATE INDEX p2_c ON p2 (c);`,
    'ALTER INDEX p_only ATTACH PARTITION p1_c',
  ),
  repairCase(
    'attach key index',
    P +
      `ALTER TABLE ONLY p ADD CONSTRAINT k PRIMARY KEY (id, d); ALTER TABLE p1 ADD CONSTRAINT k1 PRIMARY KEY (id, d);`,
    'ALTER INDEX k ATTACH PARTITION k1',
  ),
  repairCase('drop partitioned index', P + 'CREATE INDEX p_c ON p (c);', 'DROP INDEX p_c'),
  repairCase(
    'drop partitioned index, one attached with own name',
    P + 'CREATE INDEX p1_own ON p1 (c); CREATE INDEX p_c ON p (c);',
    'DROP INDEX p_c',
  ),
  repairCase('drop partitioned index made ON ONLY', P + 'CREATE INDEX p_c ON ONLY p (c);', 'DROP INDEX p_c'),
  repairCase(
    'drop partitioned index multi',
    P +
      `CREATE TABLE s PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (c); CREATE TABLE s1 PARTITION OF s FOR VALUES IN (1); CREATE UNIQUE INDEX p_c ON p (d, c)`,
    'DROP INDEX p_c',
  ),
  repairCase(
    'change partitioned index',
    P + 'CREATE INDEX p_c ON p (c);',
    'DROP INDEX p_c; CREATE INDEX p_c ON p (c DESC)',
  ),
  repairCase(
    'change partitioned index on only',
    P + 'CREATE INDEX p_c ON ONLY p (c);',
    'DROP INDEX p_c; CREATE INDEX p_c ON p (c)',
  ),
  repairCase('drop pk of partitioned', PK, 'ALTER TABLE p DROP CONSTRAINT p_pkey'),
  repairCase(
    'drop unique of partitioned multi',
    P +
      `CREATE TABLE s PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (c); CREATE TABLE s1 PARTITION OF s FOR VALUES IN (1); ALTER TABLE p ADD CONSTRAINT u UNIQUE (d, c)`,
    'ALTER TABLE p DROP CONSTRAINT u',
  ),
  repairCase(
    'change unique of partitioned',
    P + `ALTER TABLE p ADD CONSTRAINT u UNIQUE (d, c)`,
    'ALTER TABLE p DROP CONSTRAINT u; ALTER TABLE p ADD CONSTRAINT u UNIQUE (d, c, id)',
  ),
  repairCase(
    'new partition with fk to it',
    PK + 'CREATE TABLE r (id int PRIMARY KEY, i int, d date, FOREIGN KEY (i, d) REFERENCES p);',
    `CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
  ),
  repairCase(
    'dropped partition with fk to it',
    PK + 'CREATE TABLE r (id int PRIMARY KEY, i int, d date, FOREIGN KEY (i, d) REFERENCES p);',
    `ALTER TABLE p DETACH PARTITION p1; DROP TABLE p1`,
  ),
  repairCase(
    'detached partition with fk to it',
    PK + 'CREATE TABLE r (id int PRIMARY KEY, i int, d date, FOREIGN KEY (i, d) REFERENCES p);',
    `ALTER TABLE p DETACH PARTITION p1`,
  ),
  repairCase(
    'new subpartitioned with fk',
    PK + 'CREATE TABLE r (id int PRIMARY KEY, i int, d date, FOREIGN KEY (i, d) REFERENCES p);',
    `CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (id); CREATE TABLE p21 PARTITION OF p2 FOR VALUES IN (1)`,
  ),
  repairCase(
    'fk deferrable',
    'CREATE TABLE t (id int PRIMARY KEY); ' +
      P +
      'ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES t;',
    'ALTER TABLE p ALTER CONSTRAINT fk DEFERRABLE',
  ),
  repairCase(
    'fk on partition only',
    'CREATE TABLE t (id int PRIMARY KEY); ' +
      P +
      'ALTER TABLE p1 ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES t;',
    'ALTER TABLE p1 ALTER CONSTRAINT fk DEFERRABLE',
  ),
  repairCase(
    'fk on partitioned goes',
    'CREATE TABLE t (id int PRIMARY KEY); ' +
      P +
      'ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES t;',
    'ALTER TABLE p DROP CONSTRAINT fk',
  ),
  repairCase(
    'fk on partitioned other',
    'CREATE TABLE t (id int PRIMARY KEY); ' +
      P +
      'ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES t;',
    'ALTER TABLE p DROP CONSTRAINT fk; ALTER TABLE p ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES t ON DELETE CASCADE',
  ),
  repairCase(
    'fk to partitioned goes',
    PK + 'CREATE TABLE r (id int PRIMARY KEY, i int, d date, CONSTRAINT fk FOREIGN KEY (i, d) REFERENCES p);',
    'ALTER TABLE r DROP CONSTRAINT fk',
  ),
  repairCase(
    'fk between partitioned',
    PK +
      `CREATE TABLE r (id int, i int, d date, CONSTRAINT fk FOREIGN KEY (i, d) REFERENCES p) PARTITION BY LIST (id); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1)`,
    'DROP TABLE r',
  ),
  repairCase(
    'fk between partitioned goes',
    PK +
      `CREATE TABLE r (id int, i int, d date, CONSTRAINT fk FOREIGN KEY (i, d) REFERENCES p) PARTITION BY LIST (id); CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1)`,
    'ALTER TABLE r DROP CONSTRAINT fk',
  ),
  repairCase(
    '3 level trigger',
    P.replace(`TO ('2026-01-01')`, `TO ('2026-01-01') PARTITION BY LIST (id)`) +
      'CREATE TABLE p2 PARTITION OF p1 FOR VALUES IN (1);' +
      TF +
      'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf();',
    'DROP TRIGGER tg ON p',
  ),
  repairCase(
    'trigger of partition disabled',
    P + TF + 'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf();',
    'ALTER TABLE p1 DISABLE TRIGGER tg',
  ),
  repairCase(
    'trigger of partitioned disabled',
    P + TF + 'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf();',
    'ALTER TABLE p DISABLE TRIGGER tg',
  ),
  repairCase(
    'trigger of partitioned disabled, only',
    P + TF + 'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf();',
    'ALTER TABLE ONLY p DISABLE TRIGGER tg',
  ),
  repairCase(
    'trigger dropped, states differ',
    P +
      TF +
      'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf(); ALTER TABLE p1 DISABLE TRIGGER tg',
    'DROP TRIGGER tg ON p',
  ),
  repairCase(
    'trigger dropped, states differ otherwise',
    P +
      TF +
      'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf(); ALTER TABLE ONLY p ENABLE ALWAYS TRIGGER tg',
    'DROP TRIGGER tg ON p',
  ),
  repairCase(
    'trigger changed on partitioned',
    P +
      TF +
      'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf(); ALTER TABLE p1 DISABLE TRIGGER tg',
    'DROP TRIGGER tg ON p; CREATE TRIGGER tg AFTER UPDATE ON p FOR EACH ROW EXECUTE FUNCTION tf();',
  ),
  repairCase(
    'own trigger of partition',
    P + TF,
    'CREATE TRIGGER tg AFTER INSERT ON p1 FOR EACH ROW EXECUTE FUNCTION tf();',
  ),
  repairCase(
    'new partition with disabled trigger',
    P + TF + 'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf();',
    `CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); ALTER TABLE p2 DISABLE TRIGGER tg; `,
  ),
  repairCase(
    'partition with own parts',
    P + TF,
    `CREATE TABLE p2 PARTITION OF p (c DEFAULT 7, CONSTRAINT big CHECK (c > 5)) FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); CREATE INDEX p2c ON p2 (c); CREATE TRIGGER own BEFORE INSERT ON p2 FOR EACH ROW EXECUTE FUNCTION tf(); ALTER TABLE p2 ALTER c SET STATISTICS 100; ALTER TABLE p2 ALTER c SET NOT NULL; COMMENT ON COLUMN p2.c IS 'x'`,
  ),
  repairCase('default partition', P, `CREATE TABLE p2 PARTITION OF p DEFAULT`),
  repairCase(
    'hash partitions dropped',
    'CREATE TABLE h (id int, c text) PARTITION BY HASH (id); CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1); CREATE INDEX hc ON h (c)',
    `DROP TABLE h1`,
  ),
  repairCase('column of partitioned', P, `ALTER TABLE p ADD x int DEFAULT 1 NOT NULL`),
  repairCase(
    'column of partitioned with own default of partition',
    P +
      `ALTER TABLE p ADD x int DEFAULT 1 NOT NULL; ALTER TABLE p1 ALTER x SET DEFAULT 2; ALTER TABLE p1 ALTER x SET STATISTICS 10; COMMENT ON COLUMN p1.x IS 'a'; GRANT SELECT (x) ON p1 TO PUBLIC`,
    `ALTER TABLE p DROP x`,
  ),
  repairCase('type of column of partitioned', P, `ALTER TABLE p ALTER c TYPE bigint`),
  repairCase(
    'type of column of partitioned with index',
    P + 'CREATE INDEX ON p (c); ALTER TABLE p ADD CONSTRAINT ck CHECK (c > 0)',
    `ALTER TABLE p ALTER c TYPE bigint`,
  ),
  repairCase('not null of partitioned', P, `ALTER TABLE p ALTER c SET NOT NULL`),
  repairCase('not null of partition', P, `ALTER TABLE p1 ALTER c SET NOT NULL`),
  repairCase('default of partitioned', P, `ALTER TABLE p ALTER c SET DEFAULT 5`),
  repairCase('default of partitioned, only', P, `ALTER TABLE ONLY p ALTER c SET DEFAULT 5`),
  repairCase('default of partition', P, `ALTER TABLE p1 ALTER c SET DEFAULT 5`),
  repairCase('check of partitioned', P, `ALTER TABLE p ADD CONSTRAINT ck CHECK (c > 0)`),
  repairCase('check of partitioned not valid', P, `ALTER TABLE p ADD CONSTRAINT ck CHECK (c > 0) NOT VALID`),
  repairCase(
    'check of partitioned validated',
    P + `ALTER TABLE p ADD CONSTRAINT ck CHECK (c > 0) NOT VALID`,
    `ALTER TABLE p VALIDATE CONSTRAINT ck`,
  ),
  repairCase('check of partition', P, `ALTER TABLE p1 ADD CONSTRAINT ck CHECK (c > 0)`),
  repairCase(
    'check merged',
    P + 'ALTER TABLE p1 ADD CONSTRAINT ck CHECK (c > 0)',
    `ALTER TABLE p ADD CONSTRAINT ck CHECK (c > 0)`,
  ),
  repairCase('statistics of partitioned column', P, `ALTER TABLE p ALTER c SET STATISTICS 10`),
  repairCase('identity of partitioned', P, `ALTER TABLE p ALTER id ADD GENERATED ALWAYS AS IDENTITY`, {
    since: 17,
  }),
  repairCase(
    'identity of partitioned changed',
    P + 'ALTER TABLE p ALTER id ADD GENERATED ALWAYS AS IDENTITY',
    `ALTER TABLE p ALTER id SET GENERATED BY DEFAULT SET INCREMENT 5`,
    { since: 17 },
  ),
  repairCase(
    'identity of partitioned dropped with table',
    `CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY, d date NOT NULL) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`,
    `DROP TABLE p`,
    { since: 17 },
  ),
  repairCase(
    'identity partition dropped',
    `CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY, d date NOT NULL) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`,
    `DROP TABLE p1`,
    { since: 17 },
  ),
  repairCase(
    'identity partition detached',
    `CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY, d date NOT NULL) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`,
    `ALTER TABLE p DETACH PARTITION p1`,
    { since: 17 },
  ),
  repairCase(
    'generated in partitioned',
    `CREATE TABLE p (id int, d date NOT NULL, g int GENERATED ALWAYS AS (id * 2) STORED) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`,
    `DROP TABLE p1`,
  ),
  repairCase(
    'generated in partitioned dropped',
    `CREATE TABLE p (id int, d date NOT NULL, g int GENERATED ALWAYS AS (id * 2) STORED) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`,
    `ALTER TABLE p DROP g`,
  ),
  repairCase(
    'whole family',
    PK +
      `CREATE INDEX p_c ON p (c); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (id); CREATE TABLE p21 PARTITION OF p2 FOR VALUES IN (1, 2); CREATE TABLE p2d PARTITION OF p2 DEFAULT; ALTER TABLE p ADD CONSTRAINT ck CHECK (c > 0);` +
      TF +
      'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf();',
    'DROP TABLE p',
  ),
  repairCase(
    'whole subfamily',
    PK +
      `CREATE INDEX p_c ON p (c); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (id); CREATE TABLE p21 PARTITION OF p2 FOR VALUES IN (1, 2); CREATE TABLE p2d PARTITION OF p2 DEFAULT; ALTER TABLE p ADD CONSTRAINT ck CHECK (c > 0);` +
      TF +
      'CREATE TRIGGER tg AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf();',
    'DROP TABLE p2',
  ),
  repairCase(
    'bound changed',
    P,
    `ALTER TABLE p DETACH PARTITION p1; ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM ('2025-01-01') TO ('2026-06-01')`,
  ),
  repairCase(
    'bound changed with key and fk',
    PK + 'CREATE TABLE r (id int PRIMARY KEY, i int, d date, FOREIGN KEY (i, d) REFERENCES p);',
    `ALTER TABLE p DETACH PARTITION p1; ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM ('2025-01-01') TO ('2026-06-01')`,
  ),
  repairCase(
    'reordered partition columns',
    `CREATE TABLE p (id int, d date, c int) PARTITION BY RANGE (d); CREATE TABLE p1 (c int, id int, d date); ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')`,
    'DROP TABLE p1',
  ),
  repairCase('clustered partition', PK, 'ALTER TABLE p1 CLUSTER ON p1_pkey'),
  repairCase('replica identity partition', PK, 'ALTER TABLE p1 REPLICA IDENTITY USING INDEX p1_pkey'),
  repairCase(
    'replica identity partition dropped',
    PK + 'ALTER TABLE p1 REPLICA IDENTITY USING INDEX p1_pkey; ALTER TABLE p1 CLUSTER ON p1_pkey',
    'DROP TABLE p1',
  ),
  repairCase(
    'replica identity unique idx',
    'CREATE TABLE t (id int NOT NULL, b int NOT NULL); CREATE UNIQUE INDEX ui ON t (id); ALTER TABLE t REPLICA IDENTITY USING INDEX ui; ALTER TABLE t CLUSTER ON ui',
    'DROP INDEX ui',
  ),
  repairCase(
    'replica identity constraint',
    'CREATE TABLE t (id int NOT NULL, b int NOT NULL, CONSTRAINT u UNIQUE (id)); ALTER TABLE t REPLICA IDENTITY USING INDEX u; ALTER TABLE t CLUSTER ON u',
    'ALTER TABLE t DROP CONSTRAINT u',
  ),
  repairCase(
    'replica identity constraint changed',
    'CREATE TABLE t (id int NOT NULL, b int NOT NULL, CONSTRAINT u UNIQUE (id)); ALTER TABLE t REPLICA IDENTITY USING INDEX u; ALTER TABLE t CLUSTER ON u',
    'ALTER TABLE t DROP CONSTRAINT u; ALTER TABLE t ADD CONSTRAINT u UNIQUE (b)',
  ),
  repairCase(
    'replica identity col dropped',
    'CREATE TABLE t (b int NOT NULL, id int NOT NULL, CONSTRAINT u UNIQUE (id)); ALTER TABLE t REPLICA IDENTITY USING INDEX u; ALTER TABLE t CLUSTER ON u',
    'ALTER TABLE t DROP id',
  ),
  repairCase(
    'privileges of partition',
    'CREATE ROLE rk_a;' + P + 'GRANT SELECT ON p1 TO rk_a',
    'DROP TABLE p1',
  ),
  repairCase(
    'partition moved to another parent',
    P +
      `CREATE TABLE o (id int NOT NULL, d date NOT NULL, c int) PARTITION BY RANGE (d); CREATE INDEX oi ON o (c); CREATE INDEX pi ON p (c)`,
    `ALTER TABLE p DETACH PARTITION p1; ALTER TABLE o ATTACH PARTITION p1 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')`,
  ),
];
