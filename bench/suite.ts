import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Make = (number: number) => { readonly up: string; readonly down: string };

/** A table with a foreign key to the previous table, and two indexes. */
const table: Make = (n) => ({
  up: `
  pgm.createTable('t${n}', {
    id: 'id',
    parent_id: { type: 'integer'${n > 0 ? `, references: 't0', onDelete: 'CASCADE'` : ''} },
    name: { type: 'varchar(100)', notNull: true },
    amount: { type: 'numeric(12,2)', notNull: true, default: 0 },
    created_at: { type: 'timestamptz', notNull: true, default: pgm.func('now()') },
  });
  pgm.createIndex('t${n}', 'parent_id');
  pgm.createIndex('t${n}', ['name', 'created_at']);`,
  down: `pgm.dropTable('t${n}');`,
});

const columns: Make = (n) => ({
  up: `
  pgm.addColumns('t${tableBefore(n)}', { note_${n}: { type: 'text' }, flag_${n}: { type: 'boolean', notNull: true, default: false } });`,
  down: `pgm.dropColumns('t${tableBefore(n)}', ['note_${n}', 'flag_${n}']);`,
});

const enumeration: Make = (n) => ({
  up: `
  pgm.createType('mood_${n}', ['sad', 'ok', 'happy']);
  pgm.addColumn('t${tableBefore(n)}', { mood_${n}: { type: 'mood_${n}', default: 'ok' } });`,
  down: `
  pgm.dropColumn('t${tableBefore(n)}', 'mood_${n}');
  pgm.dropType('mood_${n}');`,
});

const constraint: Make = (n) => ({
  up: `pgm.addConstraint('t${tableBefore(n)}', 't${n}_amount_check', { check: 'amount >= 0' });`,
  down: `pgm.dropConstraint('t${tableBefore(n)}', 't${n}_amount_check');`,
});

const routine: Make = (n) => ({
  up: `
  pgm.createFunction('f${n}', [{ name: 'a', type: 'integer' }], { returns: 'integer', language: 'sql' }, 'SELECT a + ${n}');
  pgm.sql("COMMENT ON FUNCTION f${n} (integer) IS 'adds ${n}'");`,
  down: `pgm.dropFunction('f${n}', [{ type: 'integer' }]);`,
});

/** More frequent operations of real projects are listed more often. */
const mix: readonly Make[] = [
  table,
  columns,
  table,
  constraint,
  columns,
  table,
  enumeration,
  columns,
  table,
  routine,
];

function tableBefore(n: number): number {
  for (let index = n - 1; index >= 0; index -= 1) if (mix[index % mix.length] === table) return index;
  return 0;
}

/** Writes a suite of JavaScript migrations of the given size to `directory`. */
export async function writeSuite(directory: string, size: number): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (let n = 0; n < size; n += 1) {
    const { up, down } = (mix[n % mix.length] ?? table)(n);
    const text = `export const up = (pgm) => {${up}\n};\nexport const down = (pgm) => {${down}\n};\n`;
    await writeFile(join(directory, `${1_700_000_000_000 + n}_step-${n}.mjs`), text);
  }
}
