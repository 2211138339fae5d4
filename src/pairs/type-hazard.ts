import type { AlterChange } from '../catalog/kind/repair.js';
import type { ObjectKey } from '../catalog/model/object.js';
import type { FoundHazard } from './hazard.js';

/** A type without its modifiers, and these as numbers: `numeric` and 10, 2. */
interface ParsedType {
  readonly base: string;
  readonly modifiers: readonly number[];
}

/** Types of a group hold all values of those before them. */
const widening: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint', 'numeric'],
  ['real', 'double precision'],
  ['date', 'timestamp without time zone'],
  ['date', 'timestamp with time zone'],
  ['character varying', 'text'],
  ['cidr', 'inet'],
  ['json', 'text'],
];

/** Conversions to these lose a part of some values and never fail on it, by the type before. */
const losing: Readonly<Record<string, readonly string[]>> = {
  numeric: ['smallint', 'integer', 'bigint', 'real', 'double precision'],
  'double precision': ['real', 'smallint', 'integer', 'bigint'],
  real: ['smallint', 'integer', 'bigint'],
  bigint: ['real', 'double precision'],
  'timestamp without time zone': ['date', 'time without time zone'],
  'timestamp with time zone': ['date', 'time without time zone', 'time with time zone'],
  inet: ['cidr'],
};

/** The hazard of another type of a column: none where the new type holds all values of the old one. */
export function typeHazard({ from, to }: AlterChange): readonly FoundHazard[] {
  const [was, is] = [parseType(String(from.attributes.type)), parseType(String(to.attributes.type))];
  if (holdsAll(was, is)) return [];
  const object: ObjectKey = to;
  const change = `from ${String(from.attributes.type)} to ${String(to.attributes.type)}`;
  return loses(was, is)
    ? [{ kind: 'data-loss', object, message: `Changes ${to.name} ${change} and rounds or cuts values.` }]
    : [
        {
          kind: 'may-fail',
          object,
          message: `Fails where a value of ${to.name} cannot be converted ${change}.`,
        },
      ];
}

function parseType(text: string): ParsedType {
  const modifiers = /\(([\d, -]+)\)/u.exec(text)?.[1] ?? '';
  return {
    base: text.replace(/\([^)]*\)/u, ''),
    modifiers: modifiers === '' ? [] : modifiers.split(',').map(Number),
  };
}

function holdsAll(was: ParsedType, is: ParsedType): boolean {
  if (is.base === 'text') return !was.base.endsWith('[]');
  if (was.base !== is.base)
    return is.modifiers.length === 0 && widening.some((group) => isBefore(group, was.base, is.base));
  if (is.modifiers.length === 0) return true;
  if (was.modifiers.length === 0) return false;
  return is.base === 'numeric' ? holdsDigits(was, is) : (is.modifiers[0] ?? 0) >= (was.modifiers[0] ?? 0);
}

function isBefore(group: readonly string[], one: string, other: string): boolean {
  return group.includes(one) && group.indexOf(one) < group.indexOf(other);
}

/** Both the digits before and after the point must fit. */
function holdsDigits(was: ParsedType, is: ParsedType): boolean {
  const [wasScale, isScale] = [was, is].map(({ modifiers }) => modifiers[1] ?? 0);
  const [wasWhole, isWhole] = [was, is].map(({ modifiers }) => (modifiers[0] ?? 0) - (modifiers[1] ?? 0));
  return (isScale ?? 0) >= (wasScale ?? 0) && (isWhole ?? 0) >= (wasWhole ?? 0);
}

/** A smaller scale or precision rounds; everything else that does not fit is an error. */
function loses(was: ParsedType, is: ParsedType): boolean {
  if (losing[was.base]?.includes(is.base) === true) return true;
  if (was.base !== is.base) return false;
  if (is.base === 'numeric') return (is.modifiers[1] ?? 0) < (was.modifiers[1] ?? Infinity);
  return /^(?:time|timestamp|interval)\b/u.test(is.base);
}
