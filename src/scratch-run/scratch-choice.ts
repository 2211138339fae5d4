import type { ConnectionSettings } from '../config/connection.js';

/** Where the user wants the scratch database. */
export type ScratchChoice =
  | { readonly kind: 'automatic' }
  | { readonly kind: 'embedded' }
  | { readonly kind: 'server'; readonly connection: ConnectionSettings };
