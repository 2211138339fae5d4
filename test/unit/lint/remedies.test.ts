import { lintExample } from './lint-sql.js';

const before = `CREATE TABLE users (id int PRIMARY KEY, "Größe" int, email text);
  CREATE TABLE posts (id int, user_id int); CREATE INDEX posts_idx ON posts (user_id)`;

async function remedyFor(up: string, rule: string) {
  const { findings } = await lintExample({ before, up });
  return findings.find((finding) => finding.rule === rule)?.remedy;
}

describe('the statements that a finding proposes', () => {
  it.each([
    [
      'index-not-concurrent',
      "CREATE UNIQUE INDEX i ON users USING btree (lower(email)) WHERE email <> 'x'",
      "CREATE UNIQUE INDEX CONCURRENTLY i ON users USING btree (lower(email)) WHERE email <> 'x';",
    ],
    [
      'drop-index-not-concurrent',
      'DROP INDEX IF EXISTS posts_idx',
      'DROP INDEX CONCURRENTLY IF EXISTS posts_idx;',
    ],
    ['reindex-not-concurrent', 'REINDEX TABLE posts', 'REINDEX TABLE CONCURRENTLY posts;'],
    [
      'check-scan',
      'ALTER TABLE users\n  ADD CONSTRAINT c CHECK ("Größe" > 0)',
      `ALTER TABLE users ADD CONSTRAINT c CHECK ("Größe" > 0) NOT VALID;
-- in the next migration:
ALTER TABLE public.users VALIDATE CONSTRAINT c;`,
    ],
    [
      'foreign-key-scan',
      'ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users',
      `ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID;
-- in the next migration:
ALTER TABLE public.posts VALIDATE CONSTRAINT posts_user_id_fkey;`,
    ],
    [
      'set-not-null',
      'ALTER TABLE users ALTER COLUMN "Größe" SET NOT NULL',
      `ALTER TABLE public.users ADD CONSTRAINT "users_Größe_set" CHECK ("Größe" IS NOT NULL) NOT VALID;
-- in the next migration:
ALTER TABLE public.users VALIDATE CONSTRAINT "users_Größe_set";
ALTER TABLE public.users ALTER COLUMN "Größe" SET NOT NULL;
ALTER TABLE public.users DROP CONSTRAINT "users_Größe_set";`,
    ],
    [
      'unique-builds-index',
      'ALTER TABLE users ADD UNIQUE (email)',
      `CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON public.users (email);
-- in the next migration:
ALTER TABLE public.users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;`,
    ],
  ])('are those of its own statement for %s', async (rule, up, expected) => {
    expect((await remedyFor(up, rule))?.sql).toBe(expected);
  });

  it('are calls for a migration in code', async () => {
    const remedy = await remedyFor("ALTER TABLE users ADD CONSTRAINT c CHECK (email <> '\\')", 'check-scan');

    expect(remedy?.builder)
      .toBe(`pgm.sql(\`ALTER TABLE users ADD CONSTRAINT c CHECK (email <> '\\\\') NOT VALID\`);
// in the next migration:
pgm.sql('ALTER TABLE public.users VALIDATE CONSTRAINT c');`);
  });

  it('are those of the rule where the statement does more', async () => {
    const both = 'ALTER TABLE users ADD COLUMN a int, ADD CONSTRAINT c CHECK (id > 0)';

    expect((await remedyFor(both, 'check-scan'))?.sql).toContain('users_age_check');
  });
});
