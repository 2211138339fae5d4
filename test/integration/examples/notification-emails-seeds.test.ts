import { describeSeeds, type State } from './support/describe-seeds.js';

const written = 'userid IN (SELECT user_id FROM notification_emails_sent)';
const since = (day: string) => `sent_at >= timestamp '2026-01-15' - interval '${day}'`;

/** Every setting, enabled and disabled. */
const switchStates = Object.fromEntries(
  Object.entries({
    show_stats: [7, 2],
    show_signups: [7, 2],
    show_submissions: [7, 2],
    show_social_links: [7, 2],
    show_embedded_media: [7, 2],
    show_votes: [2, 7],
    show_email: [2, 7],
    notification_emails_enabled: [6, 3],
  }).flatMap(([column, [on = 0, off = 0]]): readonly (readonly [string, State])[] => [
    [`${column} on`, [column, on]],
    [`${column} off`, [`NOT ${column}`, off]],
  ]),
);

describeSeeds('notification-emails', {
  rows: { users: 17, user_privacy_settings: 9, notification_emails_sent: 41 },
  states: {
    users: {
      'every field': ['num_nulls(public_display_name, admin_level, profile_picture_url) = 0', 1],
      'nothing but what is required': [
        'num_nonnulls(public_display_name, admin_level, profile_picture_url) = 0',
        12,
      ],
      'admin level 0': ['admin_level = 0', 1],
      'admin level 1': ['admin_level = 1', 1],
      'admin level 2': ['admin_level = 2', 1],
      'no settings': ['userid NOT IN (SELECT user_id FROM user_privacy_settings)', 8],
      'never written to': [`NOT ${written}`, 9],
      'nothing refers to them': [
        `userid NOT IN (SELECT user_id FROM user_privacy_settings) AND NOT ${written}`,
        4,
      ],
      'wants no e-mails, has none': [
        `NOT ${written} AND userid IN (SELECT user_id FROM user_privacy_settings WHERE NOT notification_emails_enabled)`,
        2,
      ],
      'wants no e-mails, had some before': [
        `${written} AND userid IN (SELECT user_id FROM user_privacy_settings WHERE NOT notification_emails_enabled)`,
        1,
      ],
    },
    user_privacy_settings: {
      ...switchStates,
      'everything shown': [
        `show_stats AND show_signups AND show_submissions AND show_social_links AND show_embedded_media
         AND show_votes AND show_email`,
        1,
      ],
      'a bio': ['profile_bio IS NOT NULL', 2],
      'no bio': ['profile_bio IS NULL', 7],
    },
    notification_emails_sent: {
      'new notifications, sent': ["email_type = 'new_notifications' AND success", 21],
      'new notifications, failed': ["email_type = 'new_notifications' AND NOT success", 2],
      'reminder, sent': ["email_type = 'outstanding_reminder' AND success", 17],
      'reminder, failed': ["email_type = 'outstanding_reminder' AND NOT success", 1],
      'failed without a reason, or sent with one': ['success = (error_message IS NOT NULL)', 0],
      'failed with notifications': ["NOT success AND notification_ids <> '{}'", 0],
      'notifications not known': ['notification_ids IS NULL', 1],
      'one notification': ['cardinality(notification_ids) = 1', 6],
      'several notifications': ['cardinality(notification_ids) > 1', 31],
      'within the last day': [since('1 day'), 3],
      'within the last week': [since('7 days'), 6],
    },
  },
  loss: `DELETE FROM notification_emails_sent WHERE NOT success;
    DELETE FROM users WHERE username = 'settings-all-shown'`,
  foreign: {
    users: "INSERT INTO users (userid, email, username) VALUES (gen_random_uuid(), 'a@example.org', 'a')",
  },
});
