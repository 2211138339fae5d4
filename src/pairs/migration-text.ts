import type { PlannedPair } from './plan-pair.js';

/** Languages in which a planned pair can be written. */
export type PairLanguage = 'ts' | 'sql';

/** The text of a migration file that runs the statements of a pair. */
export function migrationText(
  pair: PlannedPair,
  { language, header }: { readonly language: PairLanguage; readonly header: readonly string[] },
): string {
  const [up, down] = [pair.up.statements, pair.down.statements];
  if (language === 'sql') {
    const parts = ['-- Up Migration', ...up, '', '-- Down Migration', ...down];
    return `${[...header.map((line) => `-- ${line}`.trimEnd()), ...parts].join('\n')}\n`;
  }
  return `${header.map((line) => `// ${line}`.trimEnd()).join('\n')}${header.length > 0 ? '\n\n' : ''}import type { MigrationBuilder } from 'node-pg-migrate';

${action('up', up)}
${action('down', down)}`;
}

function action(name: string, statements: readonly string[]): string {
  const calls = statements.map((statement) => `  pgm.sql(\`${escaped(statement)}\`);\n`);
  return `export function ${name}(pgm: MigrationBuilder): void {\n${calls.join('')}}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
}
