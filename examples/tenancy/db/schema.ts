import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

/*
 * The same system as in migrations/, as Drizzle describes it. Names of constraints and indexes are those of the
 * migrations; comments on tables and columns stay in the migrations, since Drizzle has no words for them.
 */

const timestamps = {
  created: timestamp('created', { withTimezone: true }).notNull().defaultNow(),
  updated: timestamp('updated', { withTimezone: true }).notNull().defaultNow(),
};

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: text('email').notNull().unique('users_email_key'),
  name: text('name'),
  familyName: text('family_name'),
  givenName: text('given_name'),
  picture: text('picture'),
  emailVerified: timestamp('email_verified', { withTimezone: true }),
  ...timestamps,
  deleted: timestamp('deleted', { withTimezone: true }),
});

export const tenants = pgTable('tenants', {
  id: uuid('id').primaryKey().defaultRandom(),
  name: text('name').notNull(),
  ...timestamps,
  deleted: timestamp('deleted', { withTimezone: true }),
  computeId: uuid('compute_id'),
});

export const tenantUsers = pgTable(
  'tenant_users',
  {
    tenantId: uuid('tenant_id').notNull(),
    userId: uuid('user_id').notNull(),
    roles: text('roles').array().notNull().default([]),
    email: text('email'),
    ...timestamps,
    deleted: timestamp('deleted', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ name: 'tenant_users_pkey', columns: [table.tenantId, table.userId] }),
    foreignKey({
      name: 'tenant_users_tenant_id_fkey',
      columns: [table.tenantId],
      foreignColumns: [tenants.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'tenant_users_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
    index('tenant_users_tenant_id_idx').on(table.tenantId),
    index('tenant_users_user_id_idx').on(table.userId),
  ],
);

export const userPreferences = pgTable(
  'user_preferences',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id').notNull().unique('user_preferences_user_id_key'),
    theme: varchar('theme', { length: 50 }).default('light'),
    language: varchar('language', { length: 10 }).default('en'),
    timezone: varchar('timezone', { length: 100 }).default('UTC'),
    emailNotifications: boolean('email_notifications').default(true),
    pushNotifications: boolean('push_notifications').default(true),
    weeklyReports: boolean('weekly_reports').default(false),
    marketingEmails: boolean('marketing_emails').default(false),
    ...timestamps,
  },
  (table) => [
    foreignKey({
      name: 'user_preferences_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
    check('user_preferences_theme_check', sql`${table.theme} IN ('light', 'dark', 'system')`),
  ],
);
