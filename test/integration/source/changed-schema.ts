import { sql } from 'drizzle-orm';
import * as p from 'drizzle-orm/pg-core';

export const status = p.pgEnum('status', ['new', 'open', 'closed']);

export const owners = p.pgTable('owners', {
  id: p.serial('id').primaryKey(),
  name: p.varchar('name', { length: 40 }).notNull(),
});

export const issues = p.pgTable(
  'issues',
  {
    id: p.serial('id').primaryKey(),
    ownerId: p.integer('owner_id').references(() => owners.id),
    title: p.text('title').notNull(),
    body: p.text('body'),
    count: p.text('count'),
    status: status('status').notNull().default('new'),
    history: status('history').array(),
    rank: p.integer('rank').notNull().default(1),
    total: p.integer('total').generatedAlwaysAs(sql`rank * 2`),
    number: p.serial('number'),
  },
  (t) => [
    p
      .index('issues_open_idx')
      .on(t.rank)
      .where(sql`status = 'open'`),
    p.index('issues_title_idx').on(t.title),
    p.unique('issues_title_key').on(t.title, t.rank),
    p.check('issues_rank_check', sql`rank > 0`),
    p.check('issues_closed_check', sql`status <> 'closed' OR body IS NOT NULL`),
  ],
);

export const openIssues = p.pgView('open_issues').as((qb) =>
  qb
    .select({ id: issues.id, status: issues.status })
    .from(issues)
    .where(sql`status = 'open'`),
);
