import { readFile } from 'node:fs/promises';
import { DrizzleTrial } from '../../support/drizzle-trial.js';

/** Contains objects that Drizzle cannot describe, and a schema with the other objects. */
const directory = 'test/integration/source';

let trial: DrizzleTrial;
let schema: string;

beforeAll(async () => {
  schema = await readFile(`${directory}/unmanaged-schema.ts`, 'utf8');
  trial = await DrizzleTrial.create(await readFile(`${directory}/unmanaged.sql`, 'utf8'));
});

afterAll(() => trial.drop());

describe('an object that Drizzle cannot describe', () => {
  it('is no difference, and is listed', async () => {
    const wanted = await trial.wanted({ 'schema.ts': schema });
    expect(trial.changes(wanted)).toEqual([]);
    expect(
      wanted.unmanaged.map(
        ({ object: { kind, name }, attributes }) =>
          `${kind} ${name}${attributes ? ` (${attributes.join(', ')})` : ''}`,
      ),
    ).toEqual([
      'extension btree_gist',
      'type public.address',
      'domain public.email',
      'function internal.slug(text)',
      'function internal.usual_mood()',
      'function public.touch()',
      'procedure public.clean()',
      'table public.cache (persistence)',
      'table public.events (partition by)',
      'table public.events_2024',
      'table public.users (force row security, options, privileges)',
      'column public.users.age (options)',
      'column public.users.bio (compression, privileges, statistics target, storage)',
      'column public.users.email (type)',
      'column public.users.name (collation)',
      'constraint rooms_excl on public.rooms',
      'constraint rooms_id_owner_id_key on public.rooms',
      'constraint rooms_owner_id_fkey on public.rooms (definition)',
      'constraint users_age_check on public.users (definition)',
      'constraint users_name_key on public.users (definition)',
      'index public.counts_n_idx',
      'index public.users_bio_idx (definition)',
      'index public.users_slug_idx (definition)',
      'statistics public.users_statistics',
      'rule keep on public.rooms',
      'trigger touch on public.users',
      'publication everybody',
      'default privileges for role postgres on tables',
      'comment column public.users.bio',
      'comment constraint users_age_check on public.users',
      'comment table public.users',
      'comment view public.adults',
    ]);
  });

  const changes: readonly (readonly [title: string, from: string, to: string, changed: readonly string[]])[] =
    [
      [
        'a column of a partitioned table',
        "note: p.text('note'),",
        "note: p.text('note'), place: p.text('place'),",
        ['added column public.events.place', 'added column public.events_2024.place'],
      ],
      [
        'the action of a foreign key that is deferrable',
        ".onDelete('cascade')",
        ".onDelete('set null')",
        ['changed constraint rooms_owner_id_fkey on public.rooms'],
      ],
      [
        'the columns of an index with INCLUDE',
        ".on(t.bio.op('text_pattern_ops'))",
        '.on(t.bio, t.mood)',
        ['changed index public.users_bio_idx'],
      ],
      [
        'a CHECK that is not inherited',
        '${t.age} > 0',
        '${t.age} > 1',
        ['changed constraint users_age_check on public.users'],
      ],
      [
        'the type of a serial column whose sequence has another name',
        "p.serial('id')",
        "p.bigserial('id', { mode: 'number' })",
        ['changed sequence public.people_id_seq', 'changed column public.users.id'],
      ],
      [
        'a default on a column with storage, comment and privileges',
        "bio: p.text('bio'),",
        "bio: p.text('bio').notNull().default('none'),",
        ['changed column public.users.bio'],
      ],
      [
        'a new table, with the default privileges of the database',
        "export const cache = p.pgTable('cache', { key: p.text('key').primaryKey() });",
        "export const cache = p.pgTable('cache', { key: p.text('key').primaryKey() });\nexport const other = p.pgTable('other', { id: p.integer('id') });",
        ['added table public.other', 'added column public.other.id'],
      ],
      [
        'a table that goes with its rule, constraints and identity',
        'export const rooms',
        'const rooms',
        [
          'removed table public.rooms',
          'removed column public.rooms.during',
          'removed column public.rooms.id',
          'removed column public.rooms.owner_id',
          'removed constraint rooms_excl on public.rooms',
          'removed constraint rooms_id_owner_id_key on public.rooms',
          'removed constraint rooms_owner_id_fkey on public.rooms',
          'removed constraint rooms_pkey on public.rooms',
          'removed index public.rooms_excl',
          'removed index public.rooms_id_owner_id_key',
          'removed index public.rooms_pkey',
          'removed rule keep on public.rooms',
        ],
      ],
    ];

  it.each(changes)('is kept if a schema changes %s', async (_title, ...[from, to, changed]) => {
    expect(schema).toContain(from);
    const wanted = await trial.wanted({ 'schema.ts': schema.replace(from, to) });
    expect(trial.changes(wanted)).toEqual(expect.arrayContaining([...changed]));
    expect(trial.changes(wanted)).toHaveLength(changed.length);
    expect(await trial.apply(wanted)).toEqual([]);
  });
});
