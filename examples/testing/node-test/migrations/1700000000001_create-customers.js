export function up(pgm) {
  pgm.createTable('customers', {
    id: 'id',
    email: { type: 'text', notNull: true, unique: true },
  });
}

export function down(pgm) {
  pgm.dropTable('customers');
}
