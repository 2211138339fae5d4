/** A change of one object of the kitchen sink, or of a few. */
export interface PairChange {
  /** A noun phrase, unique: "a table option". */
  readonly name: string;
  readonly change: string;
  /**
   * What PostgreSQL cannot reach in one direction, so that the plan must say it: the name of the object as
   * its limit names it.
   */
  readonly limit?: string;
  /** Set where the change itself needs several transactions. */
  readonly commits?: 'in between';
  readonly since?: number;
  readonly until?: number;
}

export type ChangeRow = readonly [name: string, change: string, more?: Omit<PairChange, 'name' | 'change'>];

export function changes(rows: readonly ChangeRow[]): readonly PairChange[] {
  return rows.map(([name, change, more = {}]) => ({ name, change, ...more }));
}
