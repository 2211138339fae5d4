import { createHash } from 'node:crypto';
import { splitQualified } from './names.js';

/** Names that Windows reserves for devices, also when followed by a point. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Stems of pages that do not belong to a relation. */
const taken: ReadonlySet<string> = new Set(['readme', 'functions']);

/** Leaves room for a point, a number and an extension in 255 bytes. */
const longest = 120;

/**
 * Returns the name of a relation's page without extension: `users`, `audit.events`. It is valid on every file
 * system and does not depend on other relations: a name with other characters than lower-case letters, digits
 * and underscores gets a number computed from it, so that `Users`, `users` and `us/ers` do not collide.
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
