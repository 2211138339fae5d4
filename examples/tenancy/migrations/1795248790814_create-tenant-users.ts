import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    'tenant_users',
    {
      tenant_id: {
        type: 'uuid',
        primaryKey: true,
        references: 'tenants (id)',
        referencesConstraintName: 'tenant_users_tenant_id_fkey',
        onDelete: 'CASCADE',
        comment: 'The tenant; the membership goes with it.',
      },
      user_id: {
        type: 'uuid',
        primaryKey: true,
        references: 'users (id)',
        referencesConstraintName: 'tenant_users_user_id_fkey',
        onDelete: 'CASCADE',
        comment: 'The member; the membership goes with the user.',
      },
      // No check: the application decides which roles there are.
      roles: {
        type: 'text[]',
        notNull: true,
        default: '{}',
        comment: 'What the member may do in this tenant; empty: nothing beyond belonging to it.',
      },
      email: {
        type: 'text',
        comment: 'Address of the member in this tenant. Null: the one the user signs in with.',
      },
      created: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the membership began.',
      },
      updated: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the membership last changed; kept by the application.',
      },
      deleted: {
        type: 'timestamptz',
        comment: 'When the membership was ended softly: hidden, the row still there. Null: not ended.',
      },
    },
    { ifNotExists: true, comment: 'Who belongs to which tenant, and with which roles.' },
  );
  pgm.createIndex('tenant_users', 'tenant_id', { name: 'tenant_users_tenant_id_idx', ifNotExists: true });
  // The primary key begins with the tenant: it finds no user, and serves no deletion of one.
  pgm.createIndex('tenant_users', 'user_id', { name: 'tenant_users_user_id_idx', ifNotExists: true });
}

export function down(pgm: MigrationBuilder): void {
  // roundtrip: allow down-locks-more: dropping a foreign key locks tenants and users for a moment
  pgm.dropTable('tenant_users');
}
