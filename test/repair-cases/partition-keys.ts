import { repairCase, type RepairCase } from './repair-case.js';

const P = `CREATE TABLE p (id int NOT NULL, d date NOT NULL, c int) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`;
const PK = P.replace('c int)', 'c int, PRIMARY KEY (id, d))');
const TF = `CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`;

export const partitionKeyCases: readonly RepairCase[] = [
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
];
