import { describeDeletion } from './support/describe-deletion.js';

const user = (name: string) => ({ from: 'users', where: `username = '${name}'` });
const refused = { refusedBy: 'notification_emails_sent_user_id_fkey' };

describeDeletion('notification-emails', [
  { what: 'a user who was written to, with settings', ...user('complete'), outcome: refused },
  { what: 'a user who was written to, without settings', ...user('news-last-month'), outcome: refused },
  { what: 'a user to whom every e-mail failed', ...user('failed-always'), outcome: refused },
  { what: 'all users', from: 'users', where: 'true', outcome: refused },
  {
    what: 'a user with settings who was never written to',
    ...user('settings-all-hidden'),
    outcome: { removed: { users: 1, user_privacy_settings: 1 }, changed: {} },
  },
  {
    what: 'a user whom nothing refers to',
    ...user('never-written-to'),
    outcome: { removed: { users: 1 }, changed: {} },
  },
]);
