import type { MigrationBuilder } from 'node-pg-migrate';

const emailType = 'notification_email_type';

const commentOnEmailType = `
COMMENT ON TYPE ${emailType} IS
  'Why a notification e-mail is sent: there is news, or something is still to be done.';`;

export async function up(pgm: MigrationBuilder): Promise<void> {
  // CREATE TYPE has no IF NOT EXISTS.
  if (!(await isEmailTypeThere(pgm))) {
    pgm.createType(emailType, ['new_notifications', 'outstanding_reminder']);
  }
  pgm.sql(commentOnEmailType);
  createEmailsSent(pgm);
  pgm.addColumns(
    'user_privacy_settings',
    {
      notification_emails_enabled: {
        type: 'boolean',
        notNull: true,
        default: true,
        comment: 'Whether the user wants notification e-mails; they come unless the user says no.',
      },
    },
    { ifNotExists: true },
  );
}

/** The enum last: the table still needs it (SQLSTATE 2BP01). */
export function down(pgm: MigrationBuilder): void {
  // roundtrip: allow down-locks-more: dropping a foreign key locks users for a moment
  pgm.dropTable('notification_emails_sent');
  pgm.dropColumns('user_privacy_settings', 'notification_emails_enabled');
  pgm.dropType(emailType);
}

function createEmailsSent(pgm: MigrationBuilder): void {
  // roundtrip: allow foreign-key-without-index: a user who was written to cannot be deleted
  pgm.createTable(
    'notification_emails_sent',
    {
      id: {
        type: 'uuid',
        primaryKey: true,
        default: pgm.func('gen_random_uuid()'),
        comment: 'Surrogate key.',
      },
      // No action: a user who was written to cannot be deleted, and the record stays.
      user_id: {
        type: 'uuid',
        notNull: true,
        references: 'users (userid)',
        referencesConstraintName: 'notification_emails_sent_user_id_fkey',
        comment: 'Who was written to; such a user cannot be deleted.',
      },
      email_type: { type: emailType, notNull: true, comment: 'Why the e-mail was sent.' },
      sent_at: {
        type: 'timestamp',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When sending was tried, in UTC.',
      },
      notification_ids: {
        type: 'text[]',
        comment: 'The notifications that the e-mail told of; empty after a failure.',
      },
      success: { type: 'boolean', notNull: true, default: true, comment: 'Whether the e-mail was sent.' },
      error_message: { type: 'text', comment: 'Why it was not. Null: it was.' },
    },
    {
      ifNotExists: true,
      comment: 'Every notification e-mail that was sent or tried: rows are only ever added.',
    },
  );
  // For the question that is asked before each e-mail: when was the last of its type sent to this user?
  pgm.createIndex('notification_emails_sent', ['user_id', 'email_type', { name: 'sent_at', sort: 'DESC' }], {
    name: 'notification_emails_sent_user_id_email_type_sent_at_idx',
    where: 'success',
    ifNotExists: true,
  });
}

async function isEmailTypeThere(pgm: MigrationBuilder): Promise<boolean> {
  const found = `SELECT pg_catalog.to_regtype('${emailType}') IS NOT NULL AS there`;
  const { rows } = (await pgm.db.query(found)) as { rows: { there: boolean }[] };
  return rows[0]?.there === true;
}
