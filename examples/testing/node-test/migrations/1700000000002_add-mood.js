export function up(pgm) {
  pgm.createType('mood', ['happy', 'sad']);
  pgm.addColumn('customers', { mood: { type: 'mood' } });
}

export function down(pgm) {
  pgm.dropColumn('customers', 'mood');
  pgm.dropType('mood');
}
