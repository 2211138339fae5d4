import type { Kind } from './object.js';
import type { Reader } from './reader.js';
import type { Repair } from './repair.js';

/** Readers by kind; a kind whose objects hang on different root catalogs has one for each. */
export const readers: { readonly [K in Kind]?: readonly Reader<K>[] } = {};

export const repairs: { readonly [K in Kind]?: Repair<K> } = {};
