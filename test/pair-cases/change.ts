/** A change of one object of the kitchen sink, or of a few. */
export interface PairChange {
  /** A noun phrase, unique: "a table option". */
  readonly name: string;
  readonly change: string;
  /**
   * Set if PostgreSQL cannot make the change exactly in one direction, so that the plan must declare a limit: the
   * name of the object in that limit.
   */
  readonly limit?: string;
  /** Set if the change itself needs several transactions. */
  readonly commits?: 'in between';
  readonly since?: number;
  readonly until?: number;
}

export type ChangeRow = readonly [name: string, change: string, more?: Omit<PairChange, 'name' | 'change'>];

export function changes(rows: readonly ChangeRow[]): readonly PairChange[] {
  return rows.map(([name, change, more = {}]) => ({ name, change, ...more }));
}
