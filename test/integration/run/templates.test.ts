import { diff } from '../../../src/catalog/model/diff.js';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import { createMigration, type CreateOptions } from '../../../src/create/create-migration.js';
import { migrationLanguages } from '../../../src/migrations/language.js';
import { templateKinds, type TemplateKind } from '../../../src/create/template-kinds.js';
import { useLive } from './support/live.js';

const live = useLive();
const migrationsTable = { schema: 'public', name: 'pgmigrations' };

/** The table that every template refers to, with rows. */
const base = `
  CREATE TYPE posts_state AS ENUM ('draft', 'published');
  CREATE TABLE posts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL,
    state posts_state NOT NULL DEFAULT 'draft',
    updated_at timestamptz NOT NULL DEFAULT '2026-01-01Z'
  );
  INSERT INTO posts (title, state) VALUES ('First', 'draft'), ('SECOND', 'published'), ('third', 'draft');`;

/** Typical arguments of each template for that table. */
const calls: Readonly<Record<TemplateKind, Pick<CreateOptions, 'name'> & Partial<CreateOptions>>> = {
  table: { name: 'create-comments' },
  columns: { name: 'add-subtitle-to-posts' },
  index: { name: 'index-title-on-posts' },
  'index-concurrently': { name: 'index-title-on-posts' },
  enum: { name: 'create-mood' },
  'enum-replace': { name: 'add-archived-to-posts', table: 'posts', column: 'state' },
  constraint: { name: 'check-title-of-posts' },
  function: { name: 'touch-posts', table: 'posts' },
  data: { name: 'lower-title-of-posts' },
};

const catalog = async () => (await readCatalog(live.session, { migrationsTable })).objects;

const rows = async () => (await live.session.query('SELECT * FROM posts ORDER BY id')).rows;

/** All templates in TypeScript and SQL, and two in JavaScript, which is generated from TypeScript. */
const tried = templateKinds.flatMap((kind) =>
  migrationLanguages
    .filter((language) => ['ts', 'sql'].includes(language) || ['enum-replace', 'function'].includes(kind))
    .map((language) => [kind, language] as const),
);

it.each(tried)(
  'the template %s in %s can be applied, rolled back exactly, and applied again',
  async (kind, language) => {
    const project = await live.project({ '1_base.sql': base });
    await project.up();
    const options = { table: undefined, column: undefined, ...calls[kind], kind, language, now: 2 };
    await createMigration({ ...options, directories: [`${project.directory}/migrations`] });
    const [catalogBefore, rowsBefore] = [await catalog(), await rows()];

    expect((await project.up()).error).toBe('');
    const [catalogAfterUp, rowsAfterUp] = [await catalog(), await rows()];
    expect(await project.down()).toMatchObject({ error: '', finding: undefined });
    expect(diff(catalogBefore, await catalog())).toEqual([]);
    expect(await rows()).toEqual(rowsBefore);
    expect((await project.up()).error).toBe('');
    expect(diff(catalogAfterUp, await catalog())).toEqual([]);
    expect(await rows()).toEqual(rowsAfterUp);
    expect(diff(catalogBefore, catalogAfterUp)).not.toEqual([]);
  },
);
