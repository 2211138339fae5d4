import { createHash } from 'node:crypto';
import { splitQualified } from './names.js';

/** Names that Windows keeps for devices, whatever follows the first point. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Stems of pages that are no relation's. */
const taken: ReadonlySet<string> = new Set(['readme', 'functions']);

/** Leaves room for a point, a number and an ending in 255 bytes. */
const longest = 120;

/**
 * Name of a relation's page without ending: `users`, `audit.events`. It is the same on every file
 * system and does not depend on other relations: what is not all of lower-case letters, digits and
 * underscores carries a number of its own, so that `Users`, `users` and `us/ers` do not meet.
 */
export function pageStem(relation: string): string {
  const { schema, name } = splitQualified(relation);
  const parts = schema === 'public' ? [name] : [schema, name];
  const plain = parts.join('.');
  const isPlain = plain.length <= longest && parts.every((part) => /^[a-z0-9_]+$/.test(part));
  if (isPlain && isFree(plain)) return plain;
  const readable = parts.map((part) => part.toLowerCase().replace(/[^a-z0-9_]+/g, '-')).join('.');
  const start = readable.slice(0, longest).replace(/^[-.]+|[-.]+$/g, '');
  const number = createHash('sha256').update(relation).digest('hex').slice(0, 8);
  const stem = start === '' ? number : `${start}-${number}`;
  return isFree(stem) ? stem : `_${stem}`;
}

function isFree(stem: string): boolean {
  return !taken.has(stem) && !devices.test(stem.split('.', 1)[0] ?? '');
}
