/** PostgreSQL's parser nests one level for each arm of a UNION; this number is far from its stack limit. */
const tablesPerStatement = 200;

/** Splits tables into groups, each of which one statement can read. */
export function* batchesOf<T>(tables: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < tables.length; start += tablesPerStatement) {
    yield tables.slice(start, start + tablesPerStatement);
  }
}
