import {
  boolean,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

/*
 * The same system as in migrations/, as Drizzle describes it. Names of constraints and indexes are those of the
 * migrations; comments on tables and columns stay in the migrations, since Drizzle has no words for them.
 */

export const notificationEmailType = pgEnum('notification_email_type', [
  'new_notifications',
  'outstanding_reminder',
]);

export const users = pgTable('users', {
  userid: uuid('userid').primaryKey(),
  email: text('email').notNull().unique('users_email_key'),
  createdAt: timestamp('created_at').notNull().defaultNow(),
  username: text('username').notNull().unique('users_username_key'),
  publicDisplayName: text('public_display_name'),
  adminLevel: integer('admin_level'),
  profilePictureUrl: text('profile_picture_url'),
});

export const userPrivacySettings = pgTable(
  'user_privacy_settings',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id').notNull().unique('user_privacy_settings_user_id_key'),
    showStats: boolean('show_stats').notNull().default(true),
    showSignups: boolean('show_signups').notNull().default(true),
    showSubmissions: boolean('show_submissions').notNull().default(true),
    showSocialLinks: boolean('show_social_links').notNull().default(true),
    showEmbeddedMedia: boolean('show_embedded_media').notNull().default(true),
    showVotes: boolean('show_votes').notNull().default(false),
    showEmail: boolean('show_email').notNull().default(false),
    profileBio: text('profile_bio'),
    createdAt: timestamp('created_at').notNull().defaultNow(),
    updatedAt: timestamp('updated_at').notNull().defaultNow(),
    notificationEmailsEnabled: boolean('notification_emails_enabled').notNull().default(true),
  },
  (table) => [
    foreignKey({
      name: 'user_privacy_settings_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [users.userid],
    }).onDelete('cascade'),
  ],
);

export const notificationEmailsSent = pgTable(
  'notification_emails_sent',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id').notNull(),
    emailType: notificationEmailType('email_type').notNull(),
    sentAt: timestamp('sent_at').notNull().defaultNow(),
    notificationIds: text('notification_ids').array(),
    success: boolean('success').notNull().default(true),
    errorMessage: text('error_message'),
  },
  (table) => [
    foreignKey({
      name: 'notification_emails_sent_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [users.userid],
    }),
    index('notification_emails_sent_user_id_email_type_sent_at_idx')
      .on(table.userId, table.emailType, table.sentAt.desc().nullsFirst())
      .where(table.success.getSQL()),
  ],
);
