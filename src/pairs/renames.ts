import type { Kind } from '../catalog/model/object.js';

/** An object that a pair renames instead of dropping it and creating another one. */
export interface Rename {
  readonly kind: Kind;
  /** Qualified and quoted as in a snapshot: `public.users`, `public.users.name`. */
  readonly from: string;
  /** The name afterwards, in the same form: `public.accounts`, `public.users.full_name`. */
  readonly to: string;
}
