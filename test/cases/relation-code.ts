import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

const t = `CREATE TABLE t (a int, b text);
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`;
const trigger = 'CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch()';
const rule = 'CREATE RULE x AS ON DELETE TO t DO INSTEAD NOTHING';
const policy = 'CREATE POLICY x ON t FOR SELECT TO zoo_reader USING (a > 0)';
const references = `CREATE TABLE k (id int PRIMARY KEY); CREATE TABLE r (k int CONSTRAINT f REFERENCES k);`;

/** Triggers, rules, policies and extended statistics. */
export const relationCodeCases: readonly CatalogCase[] = [
  ...bothWays('trigger', 'x on public.t', [
    { name: 'a trigger', base: t, change: trigger, back: 'DROP TRIGGER x ON t' },
    { name: 'a dropped trigger', base: `${t} ${trigger};`, change: 'DROP TRIGGER x ON t', back: trigger },
    {
      name: 'a trigger that is renamed',
      base: `${t} ${trigger};`,
      change: 'ALTER TRIGGER x ON t RENAME TO y',
      back: 'ALTER TRIGGER y ON t RENAME TO x',
    },
    {
      name: 'a trigger that is switched off',
      base: `${t} ${trigger};`,
      change: 'ALTER TABLE t DISABLE TRIGGER x',
      back: 'ALTER TABLE t ENABLE TRIGGER x',
      says: ['enabled disabled'],
    },
    {
      name: 'a trigger for replicas',
      base: `${t} ${trigger};`,
      change: 'ALTER TABLE t ENABLE REPLICA TRIGGER x',
      back: 'ALTER TABLE t ENABLE TRIGGER x',
    },
    {
      name: 'a trigger that always fires',
      base: `${t} ${trigger}; ALTER TABLE t ENABLE ALWAYS TRIGGER x;`,
      change: `DROP TRIGGER x ON t; ${trigger}`,
      back: 'ALTER TABLE t ENABLE ALWAYS TRIGGER x',
    },
    {
      name: 'the columns of a trigger',
      base: `${t} ${trigger.replace('UPDATE', 'UPDATE OF a')};`,
      change: `DROP TRIGGER x ON t; ${trigger}`,
      back: `DROP TRIGGER x ON t; ${trigger.replace('UPDATE', 'UPDATE OF a')}`,
    },
    {
      name: 'a constraint trigger',
      base: t,
      change:
        'CREATE CONSTRAINT TRIGGER x AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch()',
      back: 'DROP TRIGGER x ON t',
    },
  ]),
  {
    name: 'a trigger whose function is renamed',
    base: `${t} ${trigger};`,
    change: 'ALTER FUNCTION touch() RENAME TO touched',
    kind: 'trigger',
    object: 'x on public.t',
  },
  {
    name: 'a trigger of a view',
    base: `${t} CREATE VIEW v AS SELECT a FROM t;`,
    change: 'CREATE TRIGGER x INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION touch()',
    kind: 'trigger',
    object: 'x on public.v',
  },
  ...bothWays('trigger', '"RI_FKey_check_ins" of f of public.r on public.r'.replaceAll('"', ''), [
    {
      name: 'foreign keys that are switched off',
      base: references,
      change: 'ALTER TABLE r DISABLE TRIGGER ALL',
      back: 'ALTER TABLE r ENABLE TRIGGER ALL',
    },
  ]),
  {
    name: 'foreign keys that are switched on again',
    base: `${references} ALTER TABLE k DISABLE TRIGGER ALL;`,
    change: 'ALTER TABLE k ENABLE TRIGGER ALL',
    kind: 'trigger',
    object: 'RI_FKey_noaction_del of f of public.r on public.k',
  },
  {
    name: 'a trigger of a partitioned table',
    base: `CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF t DEFAULT; CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`,
    change: trigger,
    kind: 'trigger',
    object: 'x on public.t',
  },
  ...bothWays('rule', 'x on public.t', [
    { name: 'a rule', base: t, change: rule, back: 'DROP RULE x ON t' },
    {
      name: 'a rule that is switched off',
      base: `${t} ${rule};`,
      change: 'ALTER TABLE t DISABLE RULE x',
      back: 'ALTER TABLE t ENABLE RULE x',
    },
    {
      name: 'what a rule does',
      base: `${t} ${rule};`,
      change: rule.replace('CREATE', 'CREATE OR REPLACE').replace('INSTEAD NOTHING', 'ALSO SELECT 1'),
      back: rule.replace('CREATE', 'CREATE OR REPLACE'),
    },
  ]),
  ...bothWays('policy', 'x on public.t', [
    { name: 'a policy', base: `${t} CREATE ROLE zoo_reader;`, change: policy, back: 'DROP POLICY x ON t' },
    {
      name: 'the roles of a policy',
      base: `${t} CREATE ROLE zoo_reader; ${policy};`,
      change: 'ALTER POLICY x ON t TO PUBLIC',
      back: 'ALTER POLICY x ON t TO zoo_reader',
    },
    {
      name: 'the expression of a policy',
      base: `${t} CREATE ROLE zoo_reader; ${policy};`,
      change: 'ALTER POLICY x ON t USING (a > 1)',
      back: 'ALTER POLICY x ON t USING (a > 0)',
    },
    {
      name: 'the check of a policy',
      base: `${t} CREATE POLICY x ON t WITH CHECK (a > 0);`,
      change: 'DROP POLICY x ON t; CREATE POLICY x ON t',
      back: 'DROP POLICY x ON t; CREATE POLICY x ON t WITH CHECK (a > 0)',
    },
    {
      name: 'a restrictive policy',
      base: `${t} CREATE POLICY x ON t AS RESTRICTIVE;`,
      change: 'DROP POLICY x ON t; CREATE POLICY x ON t',
      back: 'DROP POLICY x ON t; CREATE POLICY x ON t AS RESTRICTIVE',
    },
  ]),
  ...bothWays('statistics', 'public.s', [
    {
      name: 'extended statistics',
      base: t,
      change: 'CREATE STATISTICS s (ndistinct) ON a, b FROM t',
      back: 'DROP STATISTICS s',
    },
    {
      name: 'the kinds of statistics',
      base: `${t} CREATE STATISTICS s ON a, b FROM t;`,
      change: 'DROP STATISTICS s; CREATE STATISTICS s (mcv) ON a, b FROM t',
      back: 'DROP STATISTICS s; CREATE STATISTICS s ON a, b FROM t',
    },
    {
      name: 'the target of statistics',
      base: `${t} CREATE STATISTICS s ON a, b FROM t;`,
      change: 'ALTER STATISTICS s SET STATISTICS 50',
      back: 'ALTER STATISTICS s SET STATISTICS -1',
    },
    {
      name: 'the owner of statistics',
      base: `${t} CREATE ROLE zoo_owner; CREATE STATISTICS s ON a, b FROM t;`,
      change: 'ALTER STATISTICS s OWNER TO zoo_owner',
      back: 'ALTER STATISTICS s OWNER TO CURRENT_USER',
    },
  ]),
];
