import type { MigrationBuilder } from 'node-pg-migrate';

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
      email: {
        type: 'text',
        notNull: true,
        unique: true,
        comment: 'Address the user signs in with; compared as written, capitals matter.',
      },
      name: { type: 'text', comment: 'Full name as shown to others.' },
      family_name: { type: 'text', comment: 'Family name alone.' },
      given_name: { type: 'text', comment: 'Given name alone.' },
      picture: { type: 'text', comment: 'Address of a picture of the user.' },
      email_verified: {
        type: 'timestamptz',
        comment: 'When the address was verified. Null: not yet.',
      },
      created: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the user was added.',
      },
      updated: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the user last changed; kept by the application.',
      },
      deleted: {
        type: 'timestamptz',
        comment: 'When the user was deleted softly: hidden, the row still there. Null: not deleted.',
      },
    },
    { ifNotExists: true, comment: 'People: one row per person, whichever tenants they belong to.' },
  );
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable('users');
}
