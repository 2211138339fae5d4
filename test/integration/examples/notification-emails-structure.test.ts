import { describeStructure, type Column } from './support/describe-structure.js';

const time = 'timestamp without time zone';

const users: readonly Column[] = [
  ['userid', 'uuid', 'not null', null],
  ['email', 'text', 'not null', null],
  ['created_at', time, 'not null', 'now()'],
  ['username', 'text', 'not null', null],
  ['public_display_name', 'text', 'null', null],
  ['admin_level', 'integer', 'null', null],
  ['profile_picture_url', 'text', 'null', null],
];

const userPrivacySettings: readonly Column[] = [
  ['id', 'uuid', 'not null', 'gen_random_uuid()'],
  ['user_id', 'uuid', 'not null', null],
  ['show_stats', 'boolean', 'not null', 'true'],
  ['show_signups', 'boolean', 'not null', 'true'],
  ['show_submissions', 'boolean', 'not null', 'true'],
  ['show_social_links', 'boolean', 'not null', 'true'],
  ['show_embedded_media', 'boolean', 'not null', 'true'],
  ['show_votes', 'boolean', 'not null', 'false'],
  ['show_email', 'boolean', 'not null', 'false'],
  ['profile_bio', 'text', 'null', null],
  ['created_at', time, 'not null', 'now()'],
  ['updated_at', time, 'not null', 'now()'],
  ['notification_emails_enabled', 'boolean', 'not null', 'true'],
];

const notificationEmailsSent: readonly Column[] = [
  ['id', 'uuid', 'not null', 'gen_random_uuid()'],
  ['user_id', 'uuid', 'not null', null],
  ['email_type', 'notification_email_type', 'not null', null],
  ['sent_at', time, 'not null', 'now()'],
  ['notification_ids', 'text[]', 'null', null],
  ['success', 'boolean', 'not null', 'true'],
  ['error_message', 'text', 'null', null],
];

describeStructure('notification-emails', {
  tables: {
    users,
    user_privacy_settings: userPrivacySettings,
    notification_emails_sent: notificationEmailsSent,
  },
  enums: { notification_email_type: ['new_notifications', 'outstanding_reminder'] },
  constraints: {
    notification_emails_sent_pkey: 'PRIMARY KEY (id)',
    notification_emails_sent_user_id_fkey: 'FOREIGN KEY (user_id) REFERENCES users(userid)',
    user_privacy_settings_pkey: 'PRIMARY KEY (id)',
    user_privacy_settings_user_id_fkey: 'FOREIGN KEY (user_id) REFERENCES users(userid) ON DELETE CASCADE',
    user_privacy_settings_user_id_key: 'UNIQUE (user_id)',
    users_email_key: 'UNIQUE (email)',
    users_pkey: 'PRIMARY KEY (userid)',
    users_username_key: 'UNIQUE (username)',
  },
  indexes: {
    notification_emails_sent_user_id_email_type_sent_at_idx:
      'notification_emails_sent USING btree (user_id, email_type, sent_at DESC) WHERE success',
    user_privacy_settings_user_id_key: 'UNIQUE user_privacy_settings USING btree (user_id)',
    users_email_key: 'UNIQUE users USING btree (email)',
    users_username_key: 'UNIQUE users USING btree (username)',
  },
  counts: {
    tables: 3,
    enums: 1,
    columns: 7 + 13 + 7,
    unique: 3,
    foreignKeys: 2,
    checks: 0,
    indexes: 4,
    explicitIndexes: 1,
  },
});
