import type { Kind } from '../../src/catalog/model/object.js';

/**
 * A change of a catalog as data. With `kind` and `object`, that object must be found to differ after
 * `change` and `undo`; without them nothing may differ.
 */
export interface CatalogCase {
  /** A sentence of the form "an enum that gets a label". */
  readonly name: string;
  /** What is there before; nothing unless given. */
  readonly base?: string;
  readonly change: string;
  /** What should take the change back; nothing unless given. */
  readonly undo?: string;
  readonly kind?: Kind;
  readonly object?: string;
  /** Texts that the description of the difference must hold. */
  readonly says?: readonly string[];
  /** Set where PostgreSQL offers no exact way back, so that there must be no repair. */
  readonly repair?: 'impossible';
  /** The same for the repair that makes the change where it was never made. */
  readonly there?: 'impossible' | 'not tried';
  /** Major versions of PostgreSQL that have what the case is about. */
  readonly since?: number;
  readonly until?: number;
}
