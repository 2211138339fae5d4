import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  serial,
  text,
  timestamp,
  unique,
  varchar,
} from 'drizzle-orm/pg-core';

/*
 * The same system as in migrations/, as Drizzle describes it. Names of constraints and indexes are those of the
 * migrations; comments on tables and columns stay in the migrations, since Drizzle has no words for them.
 */

const timestamptz = (name: string) => timestamp(name, { withTimezone: true });

const timestamps = {
  createdAt: timestamptz('created_at').notNull().defaultNow(),
  updatedAt: timestamptz('updated_at').notNull().defaultNow(),
};

export const users = pgTable(
  'users',
  {
    id: serial('id').primaryKey(),
    email: varchar('email', { length: 255 }).notNull().unique('users_email_key'),
    fullName: varchar('full_name', { length: 100 }).notNull(),
    passwordHash: varchar('password_hash', { length: 255 }).notNull(),
    ...timestamps,
    bio: text('bio'),
    location: varchar('location', { length: 100 }),
    website: varchar('website', { length: 255 }),
    profilePictureUrl: varchar('profile_picture_url', { length: 500 }),
    profileUpdatedAt: timestamptz('profile_updated_at').defaultNow(),
    deletionRequestedAt: timestamptz('deletion_requested_at'),
    deletedAt: timestamptz('deleted_at'),
  },
  (table) => [
    check('users_bio_check', sql`char_length(${table.bio}) <= 500`),
    check('users_website_check', sql`${table.website} ~* '^https?://'`),
    index('users_deleted_at_idx')
      .on(table.deletedAt)
      .where(sql`${table.deletedAt} IS NULL`),
    index('users_deletion_requested_at_idx')
      .on(table.deletionRequestedAt)
      .where(sql`${table.deletionRequestedAt} IS NOT NULL`),
  ],
);

export const profilePrivacySettings = pgTable(
  'profile_privacy_settings',
  {
    id: serial('id').primaryKey(),
    userId: integer('user_id').notNull(),
    fieldName: varchar('field_name', { length: 50 }).notNull(),
    isPublic: boolean('is_public').notNull().default(false),
    ...timestamps,
  },
  (table) => [
    foreignKey({
      name: 'profile_privacy_settings_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
    check(
      'profile_privacy_settings_field_name_check',
      sql`${table.fieldName} IN ('email', 'bio', 'location', 'website', 'profile_picture')`,
    ),
    unique('profile_privacy_settings_user_id_field_name_key').on(table.userId, table.fieldName),
  ],
);

export const notificationPreferences = pgTable(
  'notification_preferences',
  {
    id: serial('id').primaryKey(),
    userId: integer('user_id').notNull(),
    channel: varchar('channel', { length: 20 }).notNull(),
    category: varchar('category', { length: 50 }).notNull(),
    enabled: boolean('enabled').notNull().default(true),
    ...timestamps,
  },
  (table) => [
    foreignKey({
      name: 'notification_preferences_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
    check('notification_preferences_channel_check', sql`${table.channel} IN ('email', 'push', 'sms')`),
    check(
      'notification_preferences_category_check',
      sql`${table.category} IN ('account_activity', 'product_updates', 'marketing', 'messages', 'updates')`,
    ),
    unique('notification_preferences_user_id_channel_category_key').on(
      table.userId,
      table.channel,
      table.category,
    ),
    index('notification_preferences_enabled_idx').on(table.enabled).where(table.enabled.getSQL()),
  ],
);

export const profileAuditLog = pgTable(
  'profile_audit_log',
  {
    id: serial('id').primaryKey(),
    userId: integer('user_id').notNull(),
    action: varchar('action', { length: 100 }).notNull(),
    changesJson: jsonb('changes_json'),
    ipAddress: varchar('ip_address', { length: 45 }),
    userAgent: text('user_agent'),
    createdAt: timestamptz('created_at').notNull().defaultNow(),
  },
  (table) => [
    foreignKey({
      name: 'profile_audit_log_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
    index('profile_audit_log_user_id_idx').on(table.userId),
    index('profile_audit_log_created_at_idx').on(table.createdAt.desc().nullsFirst()),
    index('profile_audit_log_action_idx').on(table.action),
  ],
);
