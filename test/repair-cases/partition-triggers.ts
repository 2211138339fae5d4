import { repairCase, type RepairCase } from './repair-case.js';

const P = `CREATE TABLE p (id int NOT NULL, d date NOT NULL, c int) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`;
const TF = `CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`;

export const partitionTriggerCases: readonly RepairCase[] = [
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
];
