/** Templates of `roundtrip new`. */
export const templateKinds = [
  'table',
  'columns',
  'index',
  'index-concurrently',
  'enum',
  'enum-replace',
  'constraint',
  'function',
  'data',
];

/** Languages of migrations. */
export const migrationLanguages = ['ts', 'js', 'mjs', 'cjs', 'sql'];
