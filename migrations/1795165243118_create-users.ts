import type { MigrationBuilder } from 'node-pg-migrate';

/**
 * The accounts that the profile work extends. A database that has them already starts with this
 * migration recorded as a baseline, not applied: its `down` drops the table.
 */
export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    'users',
    {
      id: { type: 'serial', primaryKey: true, comment: 'Surrogate key.' },
      email: {
        type: 'varchar(255)',
        notNull: true,
        unique: true,
        comment: 'Address the user signs in with; compared as written, capitals matter.',
      },
      full_name: { type: 'varchar(100)', notNull: true, comment: 'Name as shown to others.' },
      password_hash: { type: 'varchar(255)', notNull: true, comment: 'bcrypt hash, never the password.' },
      created_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the account was made.',
      },
      updated_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the account last changed; kept by the application.',
      },
    },
    { ifNotExists: true, comment: 'Accounts: one row per person who can sign in.' },
  );
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable('users');
}
