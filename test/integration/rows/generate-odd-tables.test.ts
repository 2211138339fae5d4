import { useFiller } from './filler.js';
import { generateRows } from '../../../src/rows/generate-rows.js';

const { fill, session } = useFiller();

describe('generateRows', () => {
  it('reports why a trigger rejects rows', async () => {
    const schema = `
      CREATE TABLE loud (a int); CREATE TABLE silent (a int); CREATE TABLE late (a int);
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no rows here'; END $$;
      CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      CREATE TRIGGER x BEFORE INSERT ON loud FOR EACH ROW EXECUTE FUNCTION refuse();
      CREATE TRIGGER x BEFORE INSERT ON silent FOR EACH ROW EXECUTE FUNCTION skip();
      CREATE CONSTRAINT TRIGGER x AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse()`;
    expect(await fill(schema)).toEqual({
      'public.loud': 'no generated row was accepted: no rows here',
      'public.silent': 'no generated row was accepted: a trigger or rule discards inserted rows',
      'public.late': 'no generated row was accepted: no rows here',
    });
  });

  it('uses other values if a trigger or a function rejects some', async () => {
    const schema = `
      CREATE FUNCTION valid(a text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
        IF a ~ '[A-Z]' THEN RAISE 'no capitals'; END IF; RETURN a ~ '^[a-z]+$'; END $$;
      CREATE TABLE t (a text CHECK (valid(a)), b int)`;
    expect(await fill(schema)).toEqual({ 'public.t': 3 });
  });

  it('fills unusual tables: without columns, without writable columns, with special names, under row security', async () => {
    const schema = `
      CREATE TABLE none (); CREATE TABLE auto (id int GENERATED ALWAYS AS IDENTITY);
      CREATE TABLE "T "" x'" ("A "" b'" int, "__proto__" text); ALTER TABLE none ENABLE ROW LEVEL SECURITY`;
    expect(await fill(schema)).toEqual({ 'public."none"': 3, 'public.auto': 3, 'public."T "" x\'"': 3 });
  });

  it('ignores views and unknown tables', async () => {
    const schema = 'CREATE VIEW v AS SELECT 1 AS a; CREATE MATERIALIZED VIEW m AS SELECT 1 AS a';
    expect(await fill(schema, ['public.v', 'public.m', 'public.none'])).toEqual({
      'public.v': 'it is not a table that stores rows',
      'public.m': 'it is not a table that stores rows',
    });
    expect(await generateRows(session(), [])).toEqual([]);
  });

  it('does not change settings or the state of constraints', async () => {
    const schema = `CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a DEFERRABLE INITIALLY DEFERRED)`;
    await session().query('BEGIN');
    await session().query(schema);
    await generateRows(session(), ['public.b']);
    const path = await session().query("SELECT current_setting('search_path') AS path");
    await session().query('INSERT INTO b VALUES (1); DELETE FROM b WHERE id = 1; ROLLBACK');
    expect(path.rows).toEqual([{ path: '"$user", public' }]);
  });
});
