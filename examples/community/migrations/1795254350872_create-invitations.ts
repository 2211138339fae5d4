import type { MigrationBuilder } from 'node-pg-migrate';

/** In SQL, because `createTable` cannot name a CHECK constraint over two columns. */
const createTable = `
CREATE TABLE IF NOT EXISTS invitations (
  id uuid DEFAULT gen_random_uuid() CONSTRAINT invitations_pkey PRIMARY KEY,
  inviter_user_id uuid NOT NULL
    CONSTRAINT invitations_inviter_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
  redeemer_user_id uuid
    CONSTRAINT invitations_redeemer_user_id_fkey REFERENCES users (id) ON DELETE SET NULL,
  invite_code varchar(32) NOT NULL
    CONSTRAINT invitations_invite_code_key UNIQUE
    CONSTRAINT invitations_invite_code_check CHECK (invite_code ~ '^[A-Za-z0-9_-]{16,32}$'),
  redeemed_at timestamptz,
  expires_at timestamptz NOT NULL,
  status varchar(20) NOT NULL DEFAULT 'pending'
    CONSTRAINT invitations_status_check CHECK (status IN ('pending', 'redeemed', 'expired')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  metadata jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT invitations_redeemed_check CHECK (status <> 'redeemed' OR redeemed_at IS NOT NULL)
);`;

const comments = `
COMMENT ON TABLE invitations IS 'Codes with which members let others in: one row per code.';
COMMENT ON COLUMN invitations.id IS 'Surrogate key.';
COMMENT ON COLUMN invitations.inviter_user_id IS 'Who invites; the invitation goes with its inviter.';
COMMENT ON COLUMN invitations.redeemer_user_id IS
  'Who joined with the code. Null: nobody yet, or somebody who was deleted.';
COMMENT ON COLUMN invitations.invite_code IS
  'What is handed on: 16 to 32 letters, digits, underscores and hyphens.';
COMMENT ON COLUMN invitations.redeemed_at IS 'When somebody joined with the code. Null: nobody has.';
COMMENT ON COLUMN invitations.expires_at IS 'Until when the code can be redeemed.';
COMMENT ON COLUMN invitations.status IS
  'pending, redeemed or expired, as the application sets it; a pending one may have expired by its time.';
COMMENT ON COLUMN invitations.created_at IS 'When the invitation was made.';
COMMENT ON COLUMN invitations.updated_at IS 'When the invitation last changed; kept by the application.';
COMMENT ON COLUMN invitations.metadata IS 'What the application adds.';`;

export function up(pgm: MigrationBuilder): void {
  pgm.sql(createTable);
  pgm.sql(comments);
  createIndexes(pgm);
}

/** That of invite_code repeats the index of the UNIQUE constraint. */
function createIndexes(pgm: MigrationBuilder): void {
  pgm.createIndex('invitations', 'inviter_user_id', {
    name: 'invitations_inviter_user_id_idx',
    ifNotExists: true,
  });
  pgm.createIndex('invitations', 'redeemer_user_id', {
    name: 'invitations_redeemer_user_id_idx',
    ifNotExists: true,
  });
  pgm.createIndex('invitations', 'invite_code', { name: 'invitations_invite_code_idx', ifNotExists: true });
  pgm.createIndex('invitations', 'status', { name: 'invitations_status_idx', ifNotExists: true });
  pgm.createIndex('invitations', ['inviter_user_id', 'status'], {
    name: 'invitations_inviter_user_id_status_idx',
    where: "status = 'pending'",
    ifNotExists: true,
  });
}

export function down(pgm: MigrationBuilder): void {
  // roundtrip: allow down-locks-more: dropping a foreign key locks users for a moment
  pgm.dropTable('invitations');
}
