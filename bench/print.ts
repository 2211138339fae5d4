export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function ms(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** Prints a Markdown table for `docs/benchmarks.md`. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  print(`| ${header.join(' | ')} |`);
  print(`| ${header.map((_, column) => (column === 0 ? '---' : '---:')).join(' | ')} |`);
  for (const row of rows) print(`| ${row.join(' | ')} |`);
}
