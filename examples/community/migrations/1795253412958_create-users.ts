import type { MigrationBuilder } from 'node-pg-migrate';

const wallet = (column: string) => `${column} IS NULL OR ${column} ~* '^0x[a-fA-F0-9]{40}$'`;

export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    'users',
    {
      id: {
        type: 'uuid',
        primaryKey: true,
        default: pgm.func('gen_random_uuid()'),
        comment: 'Surrogate key.',
      },
      privy_did: {
        type: 'varchar(255)',
        notNull: true,
        unique: true,
        comment: 'Identifier of the user at Privy, who signs users in.',
      },
      email: {
        type: 'varchar(255)',
        notNull: true,
        unique: true,
        check: String.raw`email ~* '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$'`,
        comment: 'Address the user is written to; compared as written, capitals matter.',
      },
      username: {
        type: 'varchar(50)',
        notNull: true,
        unique: true,
        // Not ~*, which would let capitals in.
        check: "username ~ '^[a-z0-9_]{3,50}$'",
        comment: 'Name in addresses and mentions: 3 to 50 small letters, digits and underscores.',
      },
      display_name: { type: 'varchar(100)', notNull: true, comment: 'Name as shown to others.' },
      bio: {
        type: 'text',
        check: 'char_length(bio) <= 280',
        comment: 'What the user says about themselves; at most 280 characters.',
      },
      avatar_url: { type: 'varchar(500)', comment: 'Address of the picture.' },
      ext_wallet: {
        type: 'varchar(42)',
        check: wallet('ext_wallet'),
        comment: 'Wallet that the user brought along: 0x and 40 hexadecimal digits.',
      },
      app_wallet: {
        type: 'varchar(42)',
        check: wallet('app_wallet'),
        comment: 'Wallet that was made for the user: 0x and 40 hexadecimal digits.',
      },
      primary_auth_method: {
        type: 'auth_method',
        notNull: true,
        comment: 'How the user signed up: email, wallet or social.',
      },
      role: {
        type: 'user_role',
        notNull: true,
        default: 'member',
        comment: 'What the user may do: member, moderator or admin.',
      },
      account_status: {
        type: 'account_status',
        notNull: true,
        default: 'pending',
        comment: 'Whether the user is let in: pending, active, suspended or banned.',
      },
      invited_by_user_id: {
        type: 'uuid',
        references: 'users (id)',
        referencesConstraintName: 'users_invited_by_user_id_fkey',
        onDelete: 'SET NULL',
        comment: 'Who invited the user. Null: nobody, or somebody who was deleted.',
      },
      approved_by_user_id: {
        type: 'uuid',
        references: 'users (id)',
        referencesConstraintName: 'users_approved_by_user_id_fkey',
        onDelete: 'SET NULL',
        comment: 'Who let the user in. Null: nobody yet, or somebody who was deleted.',
      },
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
      last_login_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the user last signed in; at first, when the account was made.',
      },
      deleted_at: {
        type: 'timestamptz',
        comment: 'When the account was deleted softly: hidden, its rows still there. Null: not deleted.',
      },
      privy_metadata: {
        type: 'jsonb',
        notNull: true,
        default: '{}',
        comment: 'What Privy knows of the user, as received.',
      },
      metadata: { type: 'jsonb', notNull: true, default: '{}', comment: 'What the application adds.' },
    },
    { ifNotExists: true, comment: 'Accounts: one row per person who has signed up.' },
  );
  createIndexes(pgm);
}

/** Those of privy_did, email and username repeat the indexes of the UNIQUE constraints. */
function createIndexes(pgm: MigrationBuilder): void {
  pgm.createIndex('users', 'privy_did', { name: 'users_privy_did_idx', ifNotExists: true });
  pgm.createIndex('users', 'email', { name: 'users_email_idx', ifNotExists: true });
  pgm.createIndex('users', 'username', { name: 'users_username_idx', ifNotExists: true });
  pgm.createIndex('users', 'ext_wallet', {
    name: 'users_ext_wallet_idx',
    where: 'ext_wallet IS NOT NULL',
    ifNotExists: true,
  });
  pgm.createIndex('users', 'app_wallet', {
    name: 'users_app_wallet_idx',
    where: 'app_wallet IS NOT NULL',
    ifNotExists: true,
  });
  pgm.createIndex('users', 'account_status', { name: 'users_account_status_idx', ifNotExists: true });
  pgm.createIndex('users', 'invited_by_user_id', { name: 'users_invited_by_user_id_idx', ifNotExists: true });
  pgm.createIndex('users', 'deleted_at', {
    name: 'users_deleted_at_idx',
    where: 'deleted_at IS NULL',
    ifNotExists: true,
  });
  pgm.createIndex('users', 'primary_auth_method', {
    name: 'users_primary_auth_method_idx',
    ifNotExists: true,
  });
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable('users');
}
