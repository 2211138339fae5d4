import type { ModuleForm } from '../migrations/language.js';

const builder = "/** @param {import('node-pg-migrate').MigrationBuilder} pgm */\n";

/** The text of one of the templates, which use few types, without them. */
export function toJavaScript(text: string, form: ModuleForm): string {
  const plain = text
    .replace(/^import type [^\n]*\n\n/m, '')
    .replaceAll('pgm: MigrationBuilder', 'pgm')
    .replaceAll('values: string[]', 'values')
    .replace(/\): (?:Promise<void>|void) \{/g, ') {')
    .replace(/^export async function (up|down)/gm, `${builder}export async function $1`);
  return form === 'esm' ? plain : plain.replace(exported, 'exports.$1 = async (pgm) => {$2;');
}

/** From `export async function up` to the brace that ends it, alone in its line or in the same one. */
const exported = /^export async function (up|down)\(pgm\) \{(\}|[^]*?^\})$/gm;
