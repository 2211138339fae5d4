import type { Kind } from '../../src/catalog/model/object.js';

/**
 * A change of a catalog as data. With `kind` and `object`, that object must be found to differ after
 * `change` and `undo`; without them nothing may differ.
 */
export interface CatalogCase {
  /** A noun phrase such as "an enum that gets a label". */
  readonly name: string;
  /** Statements that create the initial state; default: none. */
  readonly base?: string;
  readonly change: string;
  /** Statements that should undo the change; default: none. */
  readonly undo?: string;
  readonly kind?: Kind;
  readonly object?: string;
  /** Texts that the description of the difference must contain. */
  readonly says?: readonly string[];
  /** Set if PostgreSQL has no statement that undoes the change exactly, so that no repair may be offered. */
  readonly repair?: 'impossible';
  /** The same for the repair in the opposite direction, which makes the change on a database without it. */
  readonly there?: 'impossible' | 'not tried';
  /** The first and the last major version of PostgreSQL to which the case applies. */
  readonly since?: number;
  readonly until?: number;
}
