/** A migration with these statements. */
export function sql(up: string, down: string): string {
  return separateIf('', [up], [down]);
}

/** The same, without a transaction. */
export function separate(up: readonly string[], down: readonly string[]): string {
  return separateIf('pgm.noTransaction();', up, down);
}

function separateIf(first: string, up: readonly string[], down: readonly string[]): string {
  const body = (statements: readonly string[]) =>
    [first, ...statements.map((one) => `pgm.sql(${JSON.stringify(one)});`)].join(' ');
  return `exports.up = (pgm) => { ${body(up)} };\nexports.down = (pgm) => { ${body(down)} };\n`;
}

/** A migration that creates a table with two columns, and drops it. */
export function table(name: string): string {
  return sql(`CREATE TABLE ${name} (id serial PRIMARY KEY, note text)`, `DROP TABLE ${name}`);
}

/** A migration whose down does not drop the type of its up. */
export const forgetful = sql("CREATE TYPE mood AS ENUM ('sad')", 'SELECT 1');
