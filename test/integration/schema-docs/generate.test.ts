import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareFolder, updateFolder } from '../../../src/schema-docs/docs-folder.js';
import type { DocsFiles } from '../../../src/schema-docs/render-docs.js';
import { generateIn, makeFolder, makeProject, removeFolders } from './support/generated.js';

const migrations = {
  '1_base': `
CREATE SCHEMA audit;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'a | b');
COMMENT ON TYPE mood IS 'How it goes.';
CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
CREATE TABLE users (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email email NOT NULL UNIQUE, mood mood DEFAULT 'ok',
  tags text[] NOT NULL DEFAULT '{}', shout text GENERATED ALWAYS AS (upper(email::text)) STORED,
  boss_id int REFERENCES users, CONSTRAINT users_tags_check CHECK (cardinality(tags) < 10));
COMMENT ON TABLE users IS E'Who | <b>signs</b> in.\\nWith a second line.';
COMMENT ON COLUMN users.email IS 'Where to write.';
CREATE INDEX users_tags_idx ON users USING gin (tags);
CREATE INDEX users_mood_idx ON users (mood) INCLUDE (email) WHERE mood IS NOT NULL;
CREATE INDEX users_boss_idx ON users (boss_id);
CREATE INDEX users_boss_shout_idx ON users (boss_id, lower(shout) DESC);
CREATE TABLE audit.events (
  id bigint NOT NULL, user_id int NOT NULL REFERENCES users ON DELETE CASCADE, at date NOT NULL, PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE audit.events_2026 PARTITION OF audit.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX events_at_idx ON audit.events USING brin (at);
CREATE TABLE "Order ""items""" ("the id" int PRIMARY KEY, "</script>" text);
CREATE TABLE gone (id int);`,
  '2_code': `
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW sad_users AS SELECT id, email FROM users WHERE mood = 'sad';
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT USING (id = 1);
GRANT SELECT ON users TO PUBLIC; GRANT UPDATE (mood) ON users TO PUBLIC;
CREATE SEQUENCE invoice_numbers;`,
  '3_renames': `
ALTER TABLE users RENAME COLUMN boss_id TO manager_id;
ALTER TABLE "Order ""items""" RENAME TO lines;
ALTER TABLE users ADD COLUMN note text;
DROP TABLE gone;`,
};

let project: string;
let files: DocsFiles;

beforeAll(async () => {
  project = await makeProject(migrations);
  files = await generateIn(project);
});

afterAll(removeFolders);

describe('the reference of a schema', () => {
  it('consists of an overview, a page for each table and view, one for functions, the diagram and a page with everything', () => {
    expect([...files.keys()].sort()).toEqual([
      ...['README.md', 'audit.events.md', 'audit.events_2026.md', 'diagram.svg', 'functions.md'],
      ...['index.html', 'lines.md', 'sad_users.md', 'schema.sql', 'users.md'],
    ]);
  });

  it('has the same bytes at any time and place', async () => {
    expect([...(await generateIn(project))]).toEqual([...files]);
    const elsewhere = await makeProject(migrations);
    expect([...(await generateIn(elsewhere))]).toEqual([...files]);
  });

  it.each([
    ['README.md', '3 tables, 1 partition, 1 view, 1 enum, 1 function, as 3 migrations make them.'],
    ['README.md', '[`users`](users.md) | 7 | Who \\| \\<b\\>signs\\</b\\> in. With a second line. |'],
    ['README.md', '| `mood` | `sad`, `ok`, `a \\| b` | [`users`](users.md) `mood` | How it goes. |'],
    ['README.md', '  users ||--o{ "audit.events" : "user_id"\n  users |o--o{ users : "manager_id"\n'],
    ['README.md', '    text _script_ "‹/script›"\n'],
    ['README.md', '| sequence | `public.invoice_numbers` |'],
    [
      'README.md',
      '| [`3_renames`](../../migrations/3_renames.sql) | changes [`lines`](lines.md), [`users`](users.md)',
    ],
    ['users.md', '| `email` | [`email`](README.md#types) | no |  | unique | Where to write. |'],
    ['users.md', '| `id` | `integer` | no | `GENERATED ALWAYS AS IDENTITY` | primary key |'],
    ['users.md', '| `users_tags_check` | `CHECK ((cardinality(tags) < 10))` |'],
    ['users.md', '`integer` | yes |  | foreign key |'],
    [
      'users.md',
      '(`id`) | zero or more | `CASCADE` | `NO ACTION` | no B-tree or hash index begins with these',
    ],
    ['users.md', '`gin (tags)` | gin searches in `tags` | an entry for each element of a row;'],
    ['users.md', '**redundant**: `users_boss_shout_idx` begins with the same keys'],
    ['users.md', 'reading `email` from the index alone; only where `mood IS NOT NULL`'],
    ['users.md', 'the primary key; foreign keys of [`audit.events`](audit.events.md), [`users`](users.md);'],
    ['users.md', '| `users_touch` | `CREATE TRIGGER users_touch BEFORE UPDATE ON public.users FOR EACH ROW'],
    ['users.md', '| `own` | select | `PUBLIC` | `(id = 1)` |'],
    ['users.md', '| `PUBLIC` | `SELECT`, `UPDATE (mood)` |'],
    ['users.md', 'renames `boss_id` to `manager_id`; adds column `note` |'],
    ['audit.events.md', "`FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`"],
    [
      'audit.events.md',
      '| `events_at_idx` | `brin (at)` | brin searches in `at` | a summary of each range of pages |',
    ],
    ['lines.md', '(../../migrations/3_renames.sql) | renames it from `"Order ""items"""` |'],
    ['sad_users.md', 'View · reads [`users`](users.md)'],
    ['functions.md', 'CREATE OR REPLACE FUNCTION public.touch()'],
  ])('contains in %s: %s', (name, text) => {
    expect(files.get(name)).toContain(text);
  });

  it('has only links to existing pages and headings', () => {
    const links = [...files].flatMap(([name, text]) =>
      name.endsWith('.md') ? [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => ({ name, to })) : [],
    );
    const inside = links.filter(({ to }) => !to.startsWith('../../migrations/'));
    expect(inside.length).toBeGreaterThan(30);
    expect(inside.filter(({ name, to }) => !leadsSomewhere(name, to))).toEqual([]);
  });
});

function leadsSomewhere(from: string, link: string): boolean {
  const [name = '', anchor] = link.split('#');
  const text = files.get(name === '' ? from : name);
  if (text === undefined || anchor === undefined) return text !== undefined;
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase());
  return headings.includes(anchor.replaceAll('-', ' ')) || text.includes(`id="${anchor}"`);
}

describe('the folder of the reference', () => {
  it('is up to date after it was written once', async () => {
    const folder = join(await makeFolder(), 'deep', 'schema');
    expect((await compareFolder(folder, files)).missing).toEqual([...files.keys()].sort());
    await updateFolder(folder, files);
    const state = await compareFolder(folder, files);
    expect(state).toEqual({ fresh: [...files.keys()].sort(), stale: [], missing: [], orphaned: [] });
    expect((await readdir(folder)).sort()).toEqual(state.fresh);
  });

  it('has stale, missing and orphaned files updated and reported, and other files kept', async () => {
    const folder = await makeFolder();
    await updateFolder(folder, files);
    const users = files.get('users.md') ?? '';
    await writeFile(join(folder, 'users.md'), `${users}more\n`);
    await writeFile(join(folder, 'lines.md'), (files.get('lines.md') ?? '').replaceAll('\n', '\r\n'));
    await writeFile(join(folder, 'dropped.md'), users);
    await writeFile(join(folder, 'notes.md'), 'By a person.\n');
    await rm(join(folder, 'diagram.svg'));
    const state = await compareFolder(folder, files);
    expect([state.stale, state.missing, state.orphaned]).toEqual([
      ['users.md'],
      ['diagram.svg'],
      ['dropped.md'],
    ]);
    await updateFolder(folder, files);
    const after = await compareFolder(folder, files);
    expect([after.stale, after.missing, after.orphaned]).toEqual([[], [], []]);
    expect(await readFile(join(folder, 'notes.md'), 'utf8')).toBe('By a person.\n');
  });

  it('is rejected if a file of a user would be overwritten', async () => {
    const folder = await makeFolder();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'README.md'), '# Mine\n');
    await expect(updateFolder(folder, files)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('README.md') as string,
    });
    expect(await readdir(folder)).toEqual(['README.md']);
  });
});

describe('a schema without anything', () => {
  it('has an overview and a page that report this', async () => {
    const empty = await generateIn(await makeProject({ '1_nothing': 'SELECT 1;' }));
    expect([...empty.keys()].sort()).toEqual(['README.md', 'index.html', 'schema.sql']);
    expect(empty.get('README.md')).toContain('1 migration');
  });
});
