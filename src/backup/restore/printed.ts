/** SQL for a value as COPY prints it: a cast to text differs for some types (`boolean`, `char`, `inet`). */
export function printed(expression: string): string {
  return `CASE WHEN pg_catalog.num_nulls(${expression}) = 0 THEN pg_catalog.concat(${expression}) END`;
}
