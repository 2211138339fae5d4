import { sql } from 'drizzle-orm';
import * as p from 'drizzle-orm/pg-core';

const address = p.customType<{ data: string }>({ dataType: () => 'address' });
const range = p.customType<{ data: string }>({ dataType: () => 'tstzrange' });

process.stdout.write('a schema that prints\n');

export const mood = p.pgEnum('mood', ['sad', 'ok']);

export const users = p.pgTable(
  'users',
  {
    id: p.serial('id').primaryKey(),
    name: p.text('name').notNull(),
    email: p.text('email'),
    bio: p.text('bio'),
    home: address('home'),
    mood: mood('mood')
      .notNull()
      .default(sql`internal.usual_mood()`),
    slug: p.text('slug').generatedAlwaysAs(sql`internal.slug(bio)`),
    age: p.integer('age').notNull(),
  },
  (t) => [
    p.check('users_age_check', sql`${t.age} > 0`),
    p.unique('users_name_key').on(t.name),
    p.index('users_bio_idx').on(t.bio.op('text_pattern_ops')),
    p
      .index('users_slug_idx')
      .on(t.slug, t.age.desc().nullsFirst())
      .where(sql`${t.age} > 3`),
  ],
);

export const rooms = p.pgTable(
  'rooms',
  {
    id: p.integer('id').generatedByDefaultAsIdentity().primaryKey(),
    ownerId: p.integer('owner_id'),
    during: range('during'),
  },
  (t) => [
    p
      .foreignKey({ name: 'rooms_owner_id_fkey', columns: [t.ownerId], foreignColumns: [users.id] })
      .onDelete('cascade'),
  ],
);

export const cache = p.pgTable('cache', { key: p.text('key').primaryKey() });

export const events = p.pgTable(
  'events',
  {
    id: p.bigint('id', { mode: 'number' }).notNull(),
    at: p.date('at').notNull(),
    note: p.text('note'),
  },
  (t) => [p.primaryKey({ name: 'events_pkey', columns: [t.id, t.at] })],
);

export const adults = p.pgView('adults').as((qb) =>
  qb
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(sql`age > 18`),
);

export const counts = p
  .pgMaterializedView('counts')
  .as((qb) => qb.select({ n: sql`count(*)`.as('n') }).from(users));
