/** An argument of a call in a migration. */
export type Value =
  string | number | boolean | null | Literal | readonly Value[] | { readonly [key: string]: Value };

/** SQL that is not a value: `pgm.func('now()')`. */
export class Literal {
  readonly sql: string;

  constructor(sql: string) {
    this.sql = sql;
  }
}

/** A call of node-pg-migrate's builder: `pgm.dropTable('users')`. */
export interface Call {
  readonly method: string;
  readonly args: readonly Value[];
}

export type Fields = Readonly<Record<string, Value>>;

export function isFields(value: Value | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Literal);
}
