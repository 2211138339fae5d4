import { describeConstraints } from './support/describe-constraints.js';

const someone = '00000000-0000-4000-8000-00000000000a';
const another = '00000000-0000-4000-8000-00000000000b';
const newcomer = '00000000-0000-4000-8000-00000000000c';
const nobody = '00000000-0000-4000-8000-00000000000f';
const settings = '00000000-0000-4000-9000-00000000000a';
const email = '00000000-0000-4000-a000-00000000000a';

describeConstraints('notification-emails', {
  present: [
    { into: 'users', row: { userid: someone, email: 'a@example.com', username: 'a' } },
    { into: 'users', row: { userid: another, email: 'b@example.com', username: 'b' } },
    { into: 'user_privacy_settings', row: { id: settings, user_id: someone } },
    {
      into: 'notification_emails_sent',
      row: { id: email, user_id: someone, email_type: 'new_notifications' },
    },
  ],
  good: {
    users: { userid: newcomer, email: 'c@example.com', username: 'c' },
    user_privacy_settings: { user_id: another },
    notification_emails_sent: { user_id: another, email_type: 'outstanding_reminder' },
  },
  violations: [
    { into: 'users', breaks: { userid: someone }, constraint: 'users_pkey' },
    { into: 'users', breaks: { email: 'a@example.com' }, constraint: 'users_email_key' },
    { into: 'users', breaks: { username: 'a' }, constraint: 'users_username_key' },
    { into: 'user_privacy_settings', breaks: { id: settings }, constraint: 'user_privacy_settings_pkey' },
    {
      into: 'user_privacy_settings',
      breaks: { user_id: someone },
      constraint: 'user_privacy_settings_user_id_key',
    },
    {
      into: 'user_privacy_settings',
      breaks: { user_id: nobody },
      constraint: 'user_privacy_settings_user_id_fkey',
    },
    { into: 'notification_emails_sent', breaks: { id: email }, constraint: 'notification_emails_sent_pkey' },
    {
      into: 'notification_emails_sent',
      breaks: { user_id: nobody },
      constraint: 'notification_emails_sent_user_id_fkey',
    },
  ],
  acceptances: [
    {
      into: 'users',
      what: 'an e-mail and a name that differ in capitals',
      also: { email: 'A@example.com', username: 'A' },
    },
    {
      into: 'notification_emails_sent',
      what: 'a second e-mail of the same type to the same user',
      also: { user_id: someone, email_type: 'new_notifications' },
    },
    {
      into: 'notification_emails_sent',
      what: 'a failure, with no notifications and the reason',
      also: { success: false, notification_ids: [], error_message: 'The mail server did not answer.' },
    },
    {
      into: 'notification_emails_sent',
      what: 'notifications that are not known here',
      also: { notification_ids: [nobody, 'not even a uuid'] },
    },
  ],
});
