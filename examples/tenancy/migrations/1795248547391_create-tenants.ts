import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    'tenants',
    {
      id: {
        type: 'uuid',
        primaryKey: true,
        default: pgm.func('gen_random_uuid()'),
        comment: 'Surrogate key.',
      },
      name: { type: 'text', notNull: true, comment: 'Name of the organisation; need not be unique.' },
      created: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the tenant was added.',
      },
      updated: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the tenant last changed; kept by the application.',
      },
      deleted: {
        type: 'timestamptz',
        comment: 'When the tenant was deleted softly: hidden, the row still there. Null: not deleted.',
      },
      // No foreign key: compute instances are kept elsewhere.
      compute_id: {
        type: 'uuid',
        comment: 'Compute instance that serves the tenant, in another system. Null: the shared one.',
      },
    },
    { ifNotExists: true, comment: 'Organisations whose data are kept apart: one row each.' },
  );
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable('tenants');
}
