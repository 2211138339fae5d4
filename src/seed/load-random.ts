import type { LoadContext } from './load-plan.js';

/**
 * MurmurHash3 (x86, 32 bit; Austin Appleby, public domain) of one word: a number depends only on its index, so
 * that an interrupted load can continue anywhere.
 */
export function randomOf(seed: number): LoadContext['random'] {
  return (name) => {
    const stream = streamOf(seed, name);
    return (index) => finish(absorb(stream, index) ^ 4) / 0x1_0000_0000;
  };
}

function streamOf(seed: number, name: string): number {
  let hash = seed | 0;
  for (let at = 0; at < name.length; at += 1) hash = absorb(hash, name.charCodeAt(at));
  return finish(hash ^ name.length) | 0;
}

function absorb(hash: number, word: number): number {
  const scrambled = Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotate(hash ^ scrambled, 13), 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
