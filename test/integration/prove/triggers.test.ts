import { migration, proveIn, useProjects } from './support/proving.js';

const project = useProjects();

const touch = `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at := clock_timestamp(); RETURN NEW; END $$;`;
const touched = (table: string) =>
  `CREATE TRIGGER touch BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION touch();`;

const base = `
-- Up Migration
CREATE TABLE teams (id int PRIMARY KEY);
CREATE TABLE users (id int PRIMARY KEY, email text, team int REFERENCES teams ON DELETE SET NULL,
  updated_at timestamptz NOT NULL DEFAULT '2026-01-01Z');
CREATE TABLE audit (what text);
CREATE TABLE posts (id int PRIMARY KEY, title text, updated_at timestamptz NOT NULL DEFAULT '2026-01-01Z');
INSERT INTO teams VALUES (1);
INSERT INTO users (id, email, team) VALUES (1, 'A@x', 1), (2, 'b@x', 1);
${touch}
${touched('users')}
${touched('posts')}
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit VALUES (TG_OP); RETURN NULL; END $$;
CREATE TRIGGER note AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note();
-- Down Migration
DROP TABLE users, teams, audit, posts;
DROP FUNCTION touch, note;
`;

const lower = (table: string, column: string) =>
  migration(
    `CREATE TABLE kept_${table} AS SELECT id, ${column} FROM ${table}; UPDATE ${table} SET ${column} = lower(${column})`,
    `UPDATE ${table} t SET ${column} = k.${column} FROM kept_${table} k WHERE k.id = t.id; DROP TABLE kept_${table}`,
  );

describe('rows that a trigger writes while a migration updates others', () => {
  it('are reported as a remark, not as lost, in existing and in generated rows', async () => {
    const suite = await project({
      '1_base.sql': base,
      '2_existing.js': lower('users', 'email'),
      '3_generated.js': lower('posts', 'title'),
    });
    const { code, verdicts, migration: named } = await proveIn(suite);

    expect([code, verdicts['2_existing'], verdicts['3_generated']]).toEqual([0, 'reversible', 'reversible']);
    expect(named('2_existing').notes).toEqual([
      'public.audit has 4 rows more after the down, written by a trigger when the migration changes rows; with triggers disabled, nothing differs there',
      'column updated_at of public.users differs in 2 rows after the down, written by a trigger (note on public.users, touch on public.users) when the migration updates rows; with triggers disabled, nothing differs there',
    ]);
    expect(named('3_generated').notes).toEqual([
      expect.stringMatching(
        /^column updated_at of public\.posts differs in \d+ rows .*\(touch on public\.posts\)/,
      ),
    ]);
  });

  it('do not hide values that the migration itself, or a foreign key, loses', async () => {
    const suite = await project({
      '1_base.sql': base,
      '2_cleared.js': migration('UPDATE users SET email = NULL', 'SELECT 1'),
      '3_cascade.js': migration('DELETE FROM teams', 'INSERT INTO teams VALUES (1)'),
    });
    const { code, verdicts, migration: named } = await proveIn(suite);

    expect([code, verdicts['2_cleared'], verdicts['3_cascade']]).toEqual([1, 'loses-data', 'loses-data']);
    const lost = (name: string) => named(name).traces.map(({ name: table, after }) => [table, after]);
    expect(lost('2_cleared')).toEqual([['public.users', '2 rows, column email not the same in 2 of them']]);
    expect(lost('3_cascade')).toEqual([['public.users', '2 rows, column team not the same in 2 of them']]);
  });

  it('are reported as a remark with the templates of roundtrip new', async () => {
    const suite = await project({
      '1_base.sql': base.replaceAll(touched('posts'), ''),
    });
    for (const line of ['touch-posts --kind function --table posts', 'lower-title-of-posts --kind data'])
      expect((await suite.run(`new ${line}`)).code).toBe(0);
    const { code, verdicts } = await proveIn(suite);

    expect([code, new Set(Object.values(verdicts))]).toEqual([0, new Set(['reversible'])]);
  });
});
