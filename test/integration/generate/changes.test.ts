import prettier from 'prettier';
import { generateIn, useGenerateBench, written } from './support/workshop.js';

const bench = useGenerateBench();

const users = 'CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);';

const postsFile = `import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.createType('mood', ['sad', 'ok']);
  pgm.createTable('posts', {
    id: { type: 'bigint', sequenceGenerated: { precedence: 'ALWAYS' }, primaryKey: true },
    user_id: { type: 'bigint', notNull: true, references: 'users(id)', onDelete: 'CASCADE' },
    body: { type: 'text', check: 'length(body) > 3' },
    created_at: { type: 'timestamptz', notNull: true, default: pgm.func('now()') },
  });
  pgm.addColumns('users', {
    mood: { type: 'mood', notNull: true, default: 'ok' },
    nick: { type: 'varchar(20)' },
  });
  pgm.createIndex('posts', ['user_id', { name: 'created_at', sort: 'DESC' }], { name: 'posts_user_id' });
}

export function down(pgm: MigrationBuilder): void {
  // Drops the column public.users.mood with all its values.
  // Drops the column public.users.nick with all its values.
  pgm.dropColumns('users', ['mood', 'nick']);
  // Drops the table public.posts with all its rows.
  pgm.dropTable('posts');
  pgm.dropType('mood');
}
`;

/** Changes of a schema. After the generated migration, no change remains. */
const changes: Readonly<Record<string, readonly [migrated: string, source: string]>> = {
  'a value of an enum that a column uses': [
    "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE a (mood mood DEFAULT 'ok');",
    "CREATE TYPE mood AS ENUM ('sad', 'fine', 'ok'); CREATE TABLE a (mood mood DEFAULT 'ok');",
  ],
  'a removed value of an enum': [
    "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE a (mood mood DEFAULT 'ok' CHECK (mood <> 'sad'));",
    "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE a (mood mood DEFAULT 'ok');",
  ],
  'a function, a trigger and a view': [
    users,
    `${users} CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN /* \`\${x}\\n\` */ RETURN NEW; END $$;
     CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
     CREATE VIEW names AS SELECT name FROM users; COMMENT ON VIEW names IS 'it''s';`,
  ],
  'another type with a view on the column': [
    'CREATE TABLE a (n integer); CREATE VIEW v AS SELECT n FROM a;',
    'CREATE TABLE a (n bigint); CREATE VIEW v AS SELECT n FROM a;',
  ],
  'a column without a null and a default': [
    users,
    'CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, age int NOT NULL DEFAULT 0);',
  ],
  'tables that refer to each other': [
    'SELECT 1',
    `CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY REFERENCES a);
     ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;`,
  ],
  'names that have to be quoted': [
    'CREATE SCHEMA "Odd"; CREATE TABLE "Odd"."T a" ("a.b" int);',
    `CREATE SCHEMA "Odd"; CREATE TABLE "Odd"."T a" ("a.b" int, "C'" text DEFAULT 'it''s', CONSTRAINT "K" UNIQUE ("a.b"));
     CREATE INDEX "I x" ON "Odd"."T a" ("C'"); COMMENT ON COLUMN "Odd"."T a"."C'" IS 'x';`,
  ],
  'nothing but a dropped table': [`${users} CREATE TABLE gone (a int[] DEFAULT '{1,2}');`, users],
};

describe('generate', () => {
  it('writes common changes as calls of the builder, formatted like Prettier', async () => {
    const source = `CREATE TYPE mood AS ENUM ('sad', 'ok');
      CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, mood mood NOT NULL DEFAULT 'ok', nick varchar(20));
      CREATE TABLE posts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
        body text CHECK (length(body) > 3), created_at timestamptz NOT NULL DEFAULT now());
      CREATE INDEX posts_user_id ON posts (user_id, created_at DESC);`;
    const project = await bench.project(users, source, {
      'migrations/1000000000001_typed.ts': 'export function up() {}\nexport function down() {}\n',
    });
    const report = await generateIn(project, { url: bench.url });

    expect(report).toMatchObject({ verdict: 'generated', residual: [], unmanaged: [] });
    expect(report.changes.map(({ change, kind, name }) => `${change} ${kind} ${name}`)).toEqual([
      'added type public.mood',
      'added table public.posts',
      'added column public.users.mood',
      'added column public.users.nick',
    ]);
    const text = (await written(project))['next.ts'] ?? '';
    expect(text).toBe(postsFile);
    expect(
      await prettier.check(text, {
        parser: 'typescript',
        singleQuote: true,
        printWidth: 110,
        trailingComma: 'all',
      }),
    ).toBe(true);
  });

  it.each(Object.entries(changes))(
    'proves and writes a migration for %s, after which no change remains',
    async (_what, [migrated, source]) => {
      const project = await bench.project(migrated, source);
      const report = await generateIn(project, { url: bench.url });

      expect({ verdict: report.verdict, residual: report.residual, failure: report.failure }).toEqual({
        verdict: 'generated',
        residual: [],
        failure: undefined,
      });
      for (const text of Object.values(await written(project)))
        expect(
          await prettier.check(text, {
            parser: 'babel',
            singleQuote: true,
            printWidth: 110,
            trailingComma: 'all',
          }),
        ).toBe(true);
      expect(await generateIn(project, { url: bench.url })).toMatchObject({
        verdict: 'no-changes',
        files: [],
        changes: [],
      });
    },
  );

  it('writes SQL with --sql', async () => {
    const project = await bench.project(users, `${users} CREATE TABLE a (b int);`);
    await generateIn(project, { url: bench.url, sql: true });

    expect(await written(project)).toEqual({
      'next.sql':
        '-- Up Migration\nCREATE TABLE public.a (b integer);\n\n-- Down Migration\n-- Drops the table public.a with all its rows.\nDROP TABLE public.a;\n',
    });
  });

  it('writes the same text each time', async () => {
    const texts = [];
    for (let number = 0; number < 2; number += 1) {
      const project = await bench.project(users, changes['tables that refer to each other']?.[1] ?? '');
      await generateIn(project, { url: bench.url });
      texts.push(await written(project));
    }

    expect(texts[0]).toEqual(texts[1]);
  });

  it('only compares with --check', async () => {
    const project = await bench.project(users, `${users} CREATE TABLE a (b int);`);
    const report = await generateIn(project, { url: bench.url, check: true });

    expect(report).toMatchObject({
      verdict: 'differs',
      files: [],
      changes: [{ kind: 'table', name: 'public.a', change: 'added' }],
    });
    expect(await written(project)).toEqual({});
  });
});
