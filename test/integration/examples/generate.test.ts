import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadSqlParser } from '../../../src/sql-text/parser.js';
import { changesOf, generateIn, type GenerateIn } from '../../support/generate-in.js';

beforeAll(() => loadSqlParser());

describe('the Drizzle schema of', () => {
  it.each(['.', 'examples/tenancy', 'examples/community', 'examples/notification-emails'])(
    '%s matches the structure that its migrations create',
    async (folder) => {
      const report = await generateIn(resolve(folder));
      expect(changesOf(report)).toEqual([]);
      expect(report.verdict).toBe('no-changes');
      expect([...new Set(report.unmanaged.map(({ object }) => object.kind))]).toEqual(['comment']);
    },
  );
});

describe('a change of the Drizzle schema of an example', () => {
  let project: string;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'roundtrip-community-'));
    for (const name of ['migrations', 'db', 'drizzle.config.ts'])
      await cp(join('examples/community', name), join(project, name), { recursive: true });
    await symlink(resolve('node_modules'), join(project, 'node_modules'));
  });

  afterAll(() => rm(project, { recursive: true }));

  async function edit(edits: readonly (readonly [from: string, to: string])[]): Promise<void> {
    const path = join(project, 'db/schema.ts');
    let text = await readFile(path, 'utf8');
    for (const [from, to] of edits) {
      expect(text).toContain(from);
      text = text.replace(from, to);
    }
    await writeFile(path, text);
  }

  interface Change extends GenerateIn {
    readonly name: string;
    readonly edits: readonly (readonly [from: string, to: string])[];
    readonly changed: readonly string[];
  }

  /** Applied one after the other, so that a remaining difference would also appear in the next change. */
  const changes: readonly Change[] = [
    {
      name: 'add-a-column',
      edits: [
        ["    bio: text('bio'),\n", "    bio: text('bio'),\n    phone: varchar('phone', { length: 32 }),\n"],
      ],
      changed: ['added column public.users.phone'],
    },
    {
      name: 'add-an-enum-and-a-table',
      edits: [
        [
          'export const invitations',
          `export const badge = pgEnum('badge', ['helper', 'speaker']);
export const badges = pgTable('badges', { userId: uuid('user_id').notNull(), badge: badge('badge').notNull() });

export const invitations`,
        ],
      ],
      changed: ['added type public.badge', 'added table public.badges'],
    },
    {
      name: 'add-an-enum-value',
      edits: [["['ai', 'crypto', 'privacy']", "['ai', 'crypto', 'security', 'privacy']"]],
      changed: ['changed type public.learning_track'],
    },
    {
      name: 'add-an-index',
      edits: [
        [
          "    index('users_email_idx')",
          "    index('users_display_name_idx').on(table.displayName),\n    index('users_email_idx')",
        ],
      ],
      changed: ['added index public.users_display_name_idx'],
    },
    {
      name: 'add-a-foreign-key',
      edits: [
        [
          "userId: uuid('user_id').notNull(), badge",
          "userId: uuid('user_id').notNull().references(() => users.id), badge",
        ],
      ],
      changed: ['added constraint badges_user_id_users_id_fk on public.badges'],
    },
    {
      name: 'change-a-column',
      edits: [
        [
          "varchar('display_name', { length: 100 }).notNull()",
          "varchar('display_name', { length: 120 }).notNull().default('')",
        ],
      ],
      changed: ['changed column public.users.display_name'],
    },
    {
      name: 'rename-a-column-with-its-key',
      edits: [
        [
          "privyDid: varchar('privy_did', { length: 255 }).notNull().unique('users_privy_did_key')",
          "privyDid: varchar('privy_id', { length: 255 }).notNull().unique('users_privy_id_key')",
        ],
        ["index('users_privy_did_idx')", "index('users_privy_id_idx')"],
      ],
      renames: ['column:public.users.privy_did=privy_id'],
      changed: expect.arrayContaining(['renamed column public.users.privy_id']) as readonly string[],
    },
  ];

  it.each(changes)(
    'is generated as a migration and proven: $name',
    async ({ edits, changed, ...options }) => {
      await edit(edits);
      const report = await generateIn(project, options);
      expect(changesOf(report)).toEqual(changed);
      expect(report.verdict).toBe('generated');
      expect((await readdir(join(project, 'migrations'))).at(-1)).toContain(options.name);
    },
  );

  it('is complete: another generate finds no difference', async () => {
    expect(await generateIn(project, { name: 'again' })).toMatchObject({ verdict: 'no-changes', files: [] });
  });
});
