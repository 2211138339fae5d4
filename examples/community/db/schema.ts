import { sql, type SQL } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  real,
  text,
  timestamp,
  uuid,
  varchar,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';

/*
 * The same system as in migrations/, as Drizzle describes it. Names of constraints and indexes are those of the
 * migrations; comments on tables, columns and types stay in the migrations, since Drizzle has no words for them.
 */

export const userRole = pgEnum('user_role', ['member', 'moderator', 'admin']);
export const accountStatus = pgEnum('account_status', ['pending', 'active', 'suspended', 'banned']);
export const authMethod = pgEnum('auth_method', ['email', 'wallet', 'social']);
export const profileVisibility = pgEnum('profile_visibility', ['public', 'members', 'private']);
export const availabilityStatus = pgEnum('availability_status', [
  'available',
  'open_to_offers',
  'unavailable',
]);
export const learningTrack = pgEnum('learning_track', ['ai', 'crypto', 'privacy']);
export const applicationStatus = pgEnum('application_status', ['pending', 'approved', 'rejected']);

const timestamptz = (name: string) => timestamp(name, { withTimezone: true });

const timestamps = {
  createdAt: timestamptz('created_at').notNull().defaultNow(),
  updatedAt: timestamptz('updated_at').notNull().defaultNow(),
};

const isWallet = (column: AnyPgColumn): SQL => sql`${column} IS NULL OR ${column} ~* '^0x[a-fA-F0-9]{40}$'`;

export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    privyDid: varchar('privy_did', { length: 255 }).notNull().unique('users_privy_did_key'),
    email: varchar('email', { length: 255 }).notNull().unique('users_email_key'),
    username: varchar('username', { length: 50 }).notNull().unique('users_username_key'),
    displayName: varchar('display_name', { length: 100 }).notNull(),
    bio: text('bio'),
    avatarUrl: varchar('avatar_url', { length: 500 }),
    extWallet: varchar('ext_wallet', { length: 42 }),
    appWallet: varchar('app_wallet', { length: 42 }),
    primaryAuthMethod: authMethod('primary_auth_method').notNull(),
    role: userRole('role').notNull().default('member'),
    accountStatus: accountStatus('account_status').notNull().default('pending'),
    invitedByUserId: uuid('invited_by_user_id'),
    approvedByUserId: uuid('approved_by_user_id'),
    ...timestamps,
    lastLoginAt: timestamptz('last_login_at').notNull().defaultNow(),
    deletedAt: timestamptz('deleted_at'),
    privyMetadata: jsonb('privy_metadata').notNull().default({}),
    metadata: jsonb('metadata').notNull().default({}),
  },
  (table) => [
    foreignKey({
      name: 'users_invited_by_user_id_fkey',
      columns: [table.invitedByUserId],
      foreignColumns: [table.id],
    }).onDelete('set null'),
    foreignKey({
      name: 'users_approved_by_user_id_fkey',
      columns: [table.approvedByUserId],
      foreignColumns: [table.id],
    }).onDelete('set null'),
    check(
      'users_email_check',
      sql.raw(String.raw`email ~* '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$'`),
    ),
    check('users_username_check', sql`${table.username} ~ '^[a-z0-9_]{3,50}$'`),
    check('users_bio_check', sql`char_length(${table.bio}) <= 280`),
    check('users_ext_wallet_check', isWallet(table.extWallet)),
    check('users_app_wallet_check', isWallet(table.appWallet)),
    index('users_privy_did_idx').on(table.privyDid),
    index('users_email_idx').on(table.email),
    index('users_username_idx').on(table.username),
    index('users_ext_wallet_idx')
      .on(table.extWallet)
      .where(sql`${table.extWallet} IS NOT NULL`),
    index('users_app_wallet_idx')
      .on(table.appWallet)
      .where(sql`${table.appWallet} IS NOT NULL`),
    index('users_account_status_idx').on(table.accountStatus),
    index('users_invited_by_user_id_idx').on(table.invitedByUserId),
    index('users_deleted_at_idx')
      .on(table.deletedAt)
      .where(sql`${table.deletedAt} IS NULL`),
    index('users_primary_auth_method_idx').on(table.primaryAuthMethod),
    index('users_approved_by_user_id_idx').on(table.approvedByUserId),
  ],
);

export const profiles = pgTable(
  'profiles',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id').notNull().unique('profiles_user_id_key'),
    city: varchar('city', { length: 100 }),
    country: varchar('country', { length: 100 }),
    countryCode: varchar('country_code', { length: 2 }),
    githubUrl: varchar('github_url', { length: 500 }),
    twitterUrl: varchar('twitter_url', { length: 500 }),
    linkedinUrl: varchar('linkedin_url', { length: 500 }),
    telegramHandle: varchar('telegram_handle', { length: 100 }),
    learningTracks: learningTrack('learning_tracks').array(),
    profileVisibility: profileVisibility('profile_visibility').notNull().default('public'),
    availabilityStatus: availabilityStatus('availability_status').notNull().default('available'),
    completedBounties: integer('completed_bounties').notNull().default(0),
    totalEarningsUsd: real('total_earnings_usd').notNull().default(0),
    profileViews: integer('profile_views').notNull().default(0),
    ...timestamps,
    deletedAt: timestamptz('deleted_at'),
    metadata: jsonb('metadata').notNull().default({}),
  },
  (table) => [
    foreignKey({
      name: 'profiles_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
    check(
      'profiles_country_code_check',
      sql`${table.countryCode} IS NULL OR ${table.countryCode} ~ '^[A-Z]{2}$'`,
    ),
    check('profiles_completed_bounties_check', sql`${table.completedBounties} >= 0`),
    check('profiles_total_earnings_usd_check', sql`${table.totalEarningsUsd} >= 0`),
    check('profiles_profile_views_check', sql`${table.profileViews} >= 0`),
    index('profiles_user_id_idx').on(table.userId),
    index('profiles_country_code_idx').on(table.countryCode),
    index('profiles_profile_visibility_availability_status_idx').on(
      table.profileVisibility,
      table.availabilityStatus,
    ),
    index('profiles_deleted_at_idx')
      .on(table.deletedAt)
      .where(sql`${table.deletedAt} IS NULL`),
    index('profiles_completed_bounties_idx').on(table.completedBounties),
    index('profiles_total_earnings_usd_idx').on(table.totalEarningsUsd),
    index('profiles_learning_tracks_idx').using('gin', table.learningTracks),
  ],
);

export const applications = pgTable(
  'applications',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id').unique('applications_user_id_key'),
    motivationText: text('motivation_text').notNull(),
    status: applicationStatus('status').notNull().default('pending'),
    reviewedByUserId: uuid('reviewed_by_user_id'),
    reviewedAt: timestamptz('reviewed_at'),
    reviewNotes: text('review_notes'),
    ...timestamps,
    metadata: jsonb('metadata').notNull().default({}),
  },
  (table) => [
    foreignKey({
      name: 'applications_user_id_fkey',
      columns: [table.userId],
      foreignColumns: [users.id],
    }).onDelete('set null'),
    foreignKey({
      name: 'applications_reviewed_by_user_id_fkey',
      columns: [table.reviewedByUserId],
      foreignColumns: [users.id],
    }).onDelete('set null'),
    check('applications_motivation_text_check', sql.raw(String.raw`motivation_text ~ '\S'`)),
    index('applications_user_id_idx').on(table.userId),
    index('applications_status_idx').on(table.status),
    index('applications_reviewed_by_user_id_idx').on(table.reviewedByUserId),
    index('applications_created_at_idx').on(table.createdAt),
    index('applications_status_created_at_idx').on(table.status, table.createdAt),
  ],
);

export const invitations = pgTable(
  'invitations',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    inviterUserId: uuid('inviter_user_id').notNull(),
    redeemerUserId: uuid('redeemer_user_id'),
    inviteCode: varchar('invite_code', { length: 32 }).notNull().unique('invitations_invite_code_key'),
    redeemedAt: timestamptz('redeemed_at'),
    expiresAt: timestamptz('expires_at').notNull(),
    status: varchar('status', { length: 20 }).notNull().default('pending'),
    ...timestamps,
    metadata: jsonb('metadata').notNull().default({}),
  },
  (table) => [
    foreignKey({
      name: 'invitations_inviter_user_id_fkey',
      columns: [table.inviterUserId],
      foreignColumns: [users.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'invitations_redeemer_user_id_fkey',
      columns: [table.redeemerUserId],
      foreignColumns: [users.id],
    }).onDelete('set null'),
    check('invitations_invite_code_check', sql`${table.inviteCode} ~ '^[A-Za-z0-9_-]{16,32}$'`),
    check('invitations_status_check', sql`${table.status} IN ('pending', 'redeemed', 'expired')`),
    check(
      'invitations_redeemed_check',
      sql`${table.status} <> 'redeemed' OR ${table.redeemedAt} IS NOT NULL`,
    ),
    index('invitations_inviter_user_id_idx').on(table.inviterUserId),
    index('invitations_redeemer_user_id_idx').on(table.redeemerUserId),
    index('invitations_invite_code_idx').on(table.inviteCode),
    index('invitations_status_idx').on(table.status),
    index('invitations_inviter_user_id_status_idx')
      .on(table.inviterUserId, table.status)
      .where(sql`${table.status} = 'pending'`),
    index('invitations_expires_at_idx').on(table.expiresAt),
  ],
);
