import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    'profile_audit_log',
    {
      id: { type: 'serial', primaryKey: true, comment: 'Surrogate key.' },
      user_id: {
        type: 'integer',
        notNull: true,
        references: 'users (id)',
        referencesConstraintName: 'profile_audit_log_user_id_fkey',
        onDelete: 'CASCADE',
        comment: 'Whose profile; the log of a user goes with the user.',
      },
      // No check: a new kind of action must not make the change fail that it records.
      action: {
        type: 'varchar(100)',
        notNull: true,
        comment:
          'What happened: profile_updated, password_changed, privacy_changed, picture_uploaded, ' +
          'picture_removed, account_deletion_requested, account_deletion_cancelled.',
      },
      changes_json: {
        type: 'jsonb',
        comment: 'Old and new value of each changed field; null when there are none.',
      },
      ip_address: { type: 'varchar(45)', comment: 'Address the request came from, IPv4 or IPv6, as text.' },
      user_agent: { type: 'text', comment: 'User agent of the request, as sent.' },
      created_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When it happened.',
      },
    },
    {
      ifNotExists: true,
      comment: 'What was done to a profile, when and from where: rows are only ever added.',
    },
  );
  pgm.createIndex('profile_audit_log', 'user_id', {
    name: 'profile_audit_log_user_id_idx',
    ifNotExists: true,
  });
  pgm.createIndex('profile_audit_log', [{ name: 'created_at', sort: 'DESC' }], {
    name: 'profile_audit_log_created_at_idx',
    ifNotExists: true,
  });
  pgm.createIndex('profile_audit_log', 'action', { name: 'profile_audit_log_action_idx', ifNotExists: true });
}

export function down(pgm: MigrationBuilder): void {
  // roundtrip: allow down-locks-more: dropping a foreign key locks users for a moment
  pgm.dropTable('profile_audit_log');
}
