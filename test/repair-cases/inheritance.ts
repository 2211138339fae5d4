import { repairCase, type RepairCase } from './repair-case.js';

const I = `CREATE TABLE p (id int, a text); CREATE TABLE c () INHERITS (p);`;
const II = `CREATE TABLE p (id int, a text); CREATE TABLE q (a text, z int); CREATE TABLE c () INHERITS (p, q);`;
export const inheritanceCases: readonly RepairCase[] = [
  repairCase('drop only', I, 'ALTER TABLE ONLY p DROP a', { cannot: ['column public.c.a'] }),
  repairCase('inherited and own', I, 'ALTER TABLE c ADD n int; ALTER TABLE p ADD n int'),
  repairCase('own becomes inherited too', I + 'ALTER TABLE c ADD n int', 'ALTER TABLE p ADD n int'),
  repairCase('inherited rename', I, 'ALTER TABLE p RENAME a TO b'),
  repairCase('inherited rename 3 level', I + 'CREATE TABLE d () INHERITS (c)', 'ALTER TABLE p RENAME a TO b'),
  repairCase('merged rename', II, 'ALTER TABLE q RENAME z TO y'),
  repairCase('not null inherited', I, 'ALTER TABLE p ALTER a SET NOT NULL'),
  repairCase('not null child only', I, 'ALTER TABLE c ALTER a SET NOT NULL'),
  repairCase('not null only', I, 'ALTER TABLE ONLY p ALTER a SET NOT NULL', { until: 17 }),
  repairCase('not null no inherit', I, 'ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NO INHERIT', {
    since: 18,
  }),
  repairCase('not null named', I, 'ALTER TABLE p ADD CONSTRAINT nn NOT NULL a', { since: 18 }),
  repairCase(
    'not null named goes with column',
    I + 'ALTER TABLE p ADD CONSTRAINT nn NOT NULL a',
    'ALTER TABLE p DROP a',
    { since: 18 },
  ),
  repairCase(
    'not null named local in child',
    I + 'ALTER TABLE c ADD CONSTRAINT nc NOT NULL a',
    'ALTER TABLE p ADD CONSTRAINT nn NOT NULL a',
    { since: 18 },
  ),
  repairCase(
    'not null not valid',
    'CREATE TABLE t (a int)',
    'ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID',
    { since: 18 },
  ),
  repairCase(
    'not null validated',
    'CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID',
    'ALTER TABLE t VALIDATE CONSTRAINT nn',
    { since: 18 },
  ),
  repairCase(
    'not null renamed',
    'CREATE TABLE t (a int NOT NULL)',
    'ALTER TABLE t RENAME CONSTRAINT t_a_not_null TO nn',
    { since: 18 },
  ),
  repairCase(
    'not null renamed in pk',
    'CREATE TABLE t (a int PRIMARY KEY)',
    'ALTER TABLE t RENAME CONSTRAINT t_a_not_null TO nn',
    { since: 18 },
  ),
  repairCase(
    'not null renamed in identity',
    'CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY)',
    'ALTER TABLE t RENAME CONSTRAINT t_a_not_null TO nn',
    { since: 18 },
  ),
  repairCase(
    'not null inherited renamed',
    I + 'ALTER TABLE p ALTER a SET NOT NULL',
    'ALTER TABLE p RENAME CONSTRAINT p_a_not_null TO nn',
    { since: 18 },
  ),
  repairCase(
    'comment on not null',
    'CREATE TABLE t (a int NOT NULL)',
    `COMMENT ON CONSTRAINT t_a_not_null ON t IS 'x'`,
    { since: 18 },
  ),

  repairCase('column added to parent', I, `ALTER TABLE p ADD n int DEFAULT 5 NOT NULL`),
  repairCase(
    'column dropped from parent',
    I + `COMMENT ON COLUMN c.a IS 'x'; ALTER TABLE c ALTER a SET DEFAULT 'k'`,
    `ALTER TABLE p DROP a`,
  ),
  repairCase('type of inherited', I, `ALTER TABLE p ALTER a TYPE varchar(20)`),
  repairCase('default of inherited', I, `ALTER TABLE p ALTER a SET DEFAULT 'x'`),
  repairCase('default of child', I, `ALTER TABLE c ALTER a SET DEFAULT 'x'`),
  repairCase(
    'generated inherited',
    `CREATE TABLE p (id int, g int GENERATED ALWAYS AS (id * 2) STORED); CREATE TABLE c () INHERITS (p)`,
    `DROP TABLE c`,
  ),
  repairCase(
    'generated inherited column',
    `CREATE TABLE p (id int, g int GENERATED ALWAYS AS (id * 2) STORED); CREATE TABLE c () INHERITS (p)`,
    `ALTER TABLE p DROP g`,
  ),
  repairCase(
    'generated inherited column expression',
    `CREATE TABLE p (id int, g int GENERATED ALWAYS AS (id * 2) STORED); CREATE TABLE c () INHERITS (p)`,
    `ALTER TABLE p ALTER g DROP EXPRESSION`,
  ),
  repairCase(
    'generated inherited set expression',
    `CREATE TABLE p (id int, g int GENERATED ALWAYS AS (id * 2) STORED); CREATE TABLE c () INHERITS (p)`,
    `ALTER TABLE p ALTER g SET EXPRESSION AS (id * 3)`,
    { since: 17 },
  ),
  repairCase(
    'virtual generated',
    `CREATE TABLE t (id int, g int GENERATED ALWAYS AS (id * 2) VIRTUAL)`,
    `ALTER TABLE t DROP g`,
    { since: 18 },
  ),
  repairCase(
    'virtual to stored',
    `CREATE TABLE t (id int, g int GENERATED ALWAYS AS (id * 2) VIRTUAL)`,
    `ALTER TABLE t DROP g; ALTER TABLE t ADD g int GENERATED ALWAYS AS (id * 2) STORED`,
    { since: 18 },
  ),
  repairCase(
    'virtual to plain',
    `CREATE TABLE t (id int, g int GENERATED ALWAYS AS (id * 2) VIRTUAL)`,
    `ALTER TABLE t DROP g; ALTER TABLE t ADD g int`,
    { since: 18 },
  ),
  repairCase(
    'generated middle column changes',
    `CREATE TABLE t (id int, g int GENERATED ALWAYS AS (id * 2) STORED, z int); CREATE INDEX gi ON t (g)`,
    `ALTER TABLE t DROP g; ALTER TABLE t ADD g int GENERATED ALWAYS AS (id * 3) STORED; CREATE INDEX gi ON t (g)`,
    { cannot: ['table public.t'], cannotMake: ['table public.t'] },
  ),
  repairCase('multi parents: no inherit one', II, 'ALTER TABLE c NO INHERIT q', {
    cannot: ['column public.c.z'],
  }),
  repairCase('multi parents: no inherit first', II, 'ALTER TABLE c NO INHERIT p', {
    cannot: ['table public.c', 'column public.c.id'],
  }),
  repairCase(
    'multi parents: add',
    `CREATE TABLE p (id int, a text); CREATE TABLE q (a text, z int); CREATE TABLE c (z int) INHERITS (p)`,
    'ALTER TABLE c INHERIT q',
  ),
  repairCase('multi parents: dropped', II, 'DROP TABLE c'),
  repairCase('multi parents: column', II, 'ALTER TABLE p DROP a'),
  repairCase('multi parents: column both', II, 'ALTER TABLE p DROP a; ALTER TABLE q DROP a'),
  repairCase('multi parents: column added in both', II, 'ALTER TABLE p ADD n int; ALTER TABLE q ADD n int'),
  repairCase(
    'diamond',
    `CREATE TABLE r (a int); CREATE TABLE x () INHERITS (r); CREATE TABLE y () INHERITS (r); CREATE TABLE z () INHERITS (x, y)`,
    'ALTER TABLE r ADD b int',
  ),
  repairCase(
    'diamond drop',
    `CREATE TABLE r (a int, b int); CREATE TABLE x () INHERITS (r); CREATE TABLE y () INHERITS (r); CREATE TABLE z () INHERITS (x, y)`,
    'ALTER TABLE r DROP b',
  ),
  repairCase(
    'diamond all',
    `CREATE TABLE r (a int, b int); CREATE TABLE x () INHERITS (r); CREATE TABLE y () INHERITS (r); CREATE TABLE z () INHERITS (x, y)`,
    'DROP TABLE r CASCADE',
  ),
  repairCase('check inherited', I, 'ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0)'),
  repairCase('check no inherit', I, 'ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0) NO INHERIT'),
  repairCase(
    'check no inherit to inherit',
    I + 'ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0) NO INHERIT',
    'ALTER TABLE p DROP CONSTRAINT ck; ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0)',
  ),
  repairCase(
    'check merged',
    I + 'ALTER TABLE c ADD CONSTRAINT ck CHECK (id > 0)',
    'ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0)',
  ),
  repairCase(
    'check only dropped',
    I + 'ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0)',
    'ALTER TABLE ONLY p DROP CONSTRAINT ck',
    { cannot: ['constraint ck on public.c'] },
  ),
  repairCase(
    'check changed',
    I + 'ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0)',
    'ALTER TABLE p DROP CONSTRAINT ck; ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 1)',
  ),
  repairCase(
    'check renamed',
    I + 'ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0)',
    'ALTER TABLE p RENAME CONSTRAINT ck TO kc',
  ),
  repairCase(
    'check not valid inherited',
    I + 'ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0) NOT VALID',
    'ALTER TABLE p VALIDATE CONSTRAINT ck',
  ),
  repairCase(
    'child dropped with own',
    I +
      `ALTER TABLE c ADD own int; ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0); ALTER TABLE c ALTER a SET DEFAULT 'x'; ALTER TABLE c ALTER a SET STORAGE EXTERNAL; CREATE INDEX ON c (own); ALTER TABLE c ALTER id SET NOT NULL`,
    'DROP TABLE c',
  ),
  repairCase(
    'child local column',
    `CREATE TABLE p (id int, a text); CREATE TABLE c (a text, b int) INHERITS (p)`,
    'DROP TABLE c',
  ),
  repairCase(
    'inherit: order differs',
    `CREATE TABLE p (id int, a text); CREATE TABLE c (x int, a text, id int); ALTER TABLE c INHERIT p`,
    'DROP TABLE c',
  ),
  repairCase('no inherit', I, 'ALTER TABLE c NO INHERIT p', {
    cannot: ['column public.c.a', 'column public.c.id'],
  }),
  repairCase(
    'no inherit with check',
    I + 'ALTER TABLE p ADD CONSTRAINT ck CHECK (id > 0)',
    'ALTER TABLE c NO INHERIT p',
    { cannot: ['column public.c.a', 'column public.c.id', 'constraint ck on public.c'] },
  ),
  repairCase(
    'inherit with check',
    `CREATE TABLE p (id int, a text, CONSTRAINT ck CHECK (id > 0)); CREATE TABLE c (id int, a text, CONSTRAINT ck CHECK (id > 0))`,
    'ALTER TABLE c INHERIT p',
  ),
  repairCase(
    'inherit with not null',
    `CREATE TABLE p (id int NOT NULL, a text); CREATE TABLE c (id int NOT NULL, a text)`,
    'ALTER TABLE c INHERIT p',
  ),
  repairCase('parent dropped', I, 'DROP TABLE p CASCADE'),
  repairCase(
    'storage etc in the middle',
    `CREATE TABLE t (a text, b text, c int); ALTER TABLE t ALTER b SET STORAGE MAIN, ALTER b SET COMPRESSION pglz, ALTER b SET STATISTICS 7, ALTER b SET (n_distinct = 5); GRANT SELECT (b) ON t TO PUBLIC; COMMENT ON COLUMN t.b IS 'x'`,
    'ALTER TABLE t DROP b',
  ),
  repairCase(
    'storage after type change',
    `CREATE TABLE t (a text); ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ALTER a SET COMPRESSION pglz, ALTER a SET STATISTICS 7, ALTER a SET (n_distinct = 5)`,
    'ALTER TABLE t ALTER a TYPE int USING NULL',
  ),
  repairCase(
    'storage reset by type change',
    `CREATE TABLE t (a int)`,
    'ALTER TABLE t ALTER a TYPE text; ALTER TABLE t ALTER a SET STORAGE EXTERNAL',
  ),
  repairCase(
    'storage default of numeric',
    `CREATE TABLE t (a numeric)`,
    'ALTER TABLE t ALTER a SET STORAGE EXTERNAL',
  ),
  repairCase(
    'storage default of jsonb array',
    `CREATE TABLE t (a jsonb[], b inet[], c tsvector, e bytea)`,
    'ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ALTER b SET STORAGE PLAIN, ALTER c SET STORAGE MAIN, ALTER e SET STORAGE EXTERNAL',
  ),
  repairCase(
    'storage of domain',
    `CREATE DOMAIN dn AS numeric; CREATE DOMAIN dt AS text; CREATE TABLE t (a dn, b dt)`,
    'ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ALTER b SET STORAGE EXTERNAL',
  ),
];
