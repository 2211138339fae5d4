export interface CodeOptions {
  /** `sql` writes every statement as `pgm.sql`. */
  readonly calls: 'builder' | 'sql';
}

/** The code that adds a statement to a migration. */
export function codeOf(sql: string, { calls }: CodeOptions): readonly string[] {
  if (sql.startsWith('--')) return sql.split('\n').map((line) => `// ${line.replace(/^--\s?/, '')}`);
  if (calls === 'builder') throw new Error('not yet');
  return [`pgm.sql(${template(sql)});`];
}

/** A template literal whose value is the text. */
export function template(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}
