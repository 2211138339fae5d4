import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    'applications',
    {
      id: {
        type: 'uuid',
        primaryKey: true,
        default: pgm.func('gen_random_uuid()'),
        comment: 'Surrogate key.',
      },
      // Nullable, or SET NULL would make every deletion of an applicant fail.
      user_id: {
        type: 'uuid',
        unique: true,
        references: 'users (id)',
        referencesConstraintName: 'applications_user_id_fkey',
        onDelete: 'SET NULL',
        comment: 'Who applies, once per user. Null: the user was deleted, the application is kept.',
      },
      motivation_text: {
        type: 'text',
        notNull: true,
        check: String.raw`motivation_text ~ '\S'`,
        comment: 'Why the user wants to join; not blank.',
      },
      status: {
        type: 'application_status',
        notNull: true,
        default: 'pending',
        comment: 'What became of it: pending, approved or rejected.',
      },
      reviewed_by_user_id: {
        type: 'uuid',
        references: 'users (id)',
        referencesConstraintName: 'applications_reviewed_by_user_id_fkey',
        onDelete: 'SET NULL',
        comment: 'Who decided. Null: nobody yet, or somebody who was deleted.',
      },
      reviewed_at: {
        type: 'timestamptz',
        comment: 'When it was decided; may be missing though it was.',
      },
      review_notes: { type: 'text', comment: 'What the reviewer noted, for reviewers only.' },
      created_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the user applied.',
      },
      updated_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the application last changed; kept by the program, there is no trigger.',
      },
      metadata: { type: 'jsonb', notNull: true, default: '{}', comment: 'What the program adds.' },
    },
    { ifNotExists: true, comment: 'Requests to join the community: at most one row per user.' },
  );
  createIndexes(pgm);
}

/** That of user_id repeats the index of the UNIQUE constraint. */
function createIndexes(pgm: MigrationBuilder): void {
  pgm.createIndex('applications', 'user_id', { name: 'applications_user_id_idx', ifNotExists: true });
  pgm.createIndex('applications', 'status', { name: 'applications_status_idx', ifNotExists: true });
  pgm.createIndex('applications', 'reviewed_by_user_id', {
    name: 'applications_reviewed_by_user_id_idx',
    ifNotExists: true,
  });
  pgm.createIndex('applications', 'created_at', { name: 'applications_created_at_idx', ifNotExists: true });
  pgm.createIndex('applications', ['status', 'created_at'], {
    name: 'applications_status_created_at_idx',
    ifNotExists: true,
  });
}

export function down(pgm: MigrationBuilder): void {
  // roundtrip: allow down-locks-more: dropping a foreign key locks users for a moment
  pgm.dropTable('applications');
}
