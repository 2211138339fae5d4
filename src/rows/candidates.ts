import { assertNever } from '../errors.js';
import { candidateDocuments } from './candidate-documents.js';
import { candidateDecimals, candidateIntegers } from './candidate-numbers.js';
import { candidateTexts } from './candidate-texts.js';
import { candidateDates, candidateTimestamps } from './candidate-times.js';
import type { Constants } from './constants.js';
import type { SampleTarget } from './sample-text.js';
import { arrayOf, sampleValue } from './sample-value.js';
import type { ValueType } from './value-type.js';

export type ColumnPosition = Omit<SampleTarget, 'row'>;

/** More values than inserted rows, so that a refused value can be replaced. */
const sampleCount = 9;

/** Different values of the type, as far as it has that many; best first. */
export function sampleValues(
  type: ValueType,
  place: ColumnPosition,
  { length = sampleCount, start = 0 }: { readonly length?: number; readonly start?: number } = {},
): readonly string[] {
  const values = Array.from({ length }, (_, row) => sampleValue(type, { ...place, row: start + row }));
  return [...new Set(values.filter((value) => value !== undefined))];
}

/** Values that may satisfy conditions with these constants, all of them valid for the type. */
export function candidateValues(
  type: ValueType,
  place: ColumnPosition,
  constants: Constants,
): readonly string[] {
  return [...new Set([...sampleValues(type, place), ...typeCandidates(type, place, constants)])];
}

function typeCandidates(type: ValueType, place: ColumnPosition, constants: Constants): readonly string[] {
  switch (type.kind) {
    case 'base':
      return baseCandidates(type.name, type.modifier, constants);
    case 'enum':
      return type.labels;
    case 'domain':
      return typeCandidates(type.base, place, constants);
    case 'array':
      return arrayCandidates(type.element, place, constants);
    case 'range':
    case 'multirange':
    case 'composite':
      return [];
    default:
      return assertNever(type);
  }
}

function baseCandidates(name: string, modifier: number, constants: Constants): readonly string[] {
  switch (name) {
    case 'text':
    case 'citext':
      return candidateTexts(constants);
    case 'varchar':
    case 'bpchar':
      return candidateTexts(constants).map((text) => (modifier < 4 ? text : text.slice(0, modifier - 4)));
    case 'char':
      return constants.strings.filter((text) => text.length === 1);
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid':
      return candidateIntegers(constants, name);
    case 'numeric':
      return candidateDecimals(constants, modifier);
    case 'float4':
    case 'float8':
    case 'money':
      return candidateDecimals(constants, -1);
    case 'date':
      return candidateDates(constants);
    case 'timestamp':
      return candidateTimestamps(constants);
    case 'timestamptz':
      return candidateTimestamps(constants).map((text) => `${text}+00`);
    case 'json':
    case 'jsonb':
      return candidateDocuments(constants);
    case 'bytea':
      return constants.numbers.flatMap(bytesOfLength);
    case 'bool':
      return ['true', 'false'];
    case 'time':
      return ['09:00:00', '10:00:00', '12:00:00', '14:30:00', '17:00:00', '23:00:00'];
    case 'interval':
      return ['1 second', '1 minute', '1 hour', '1 day', '7 days', '1 mon', '00:00:00'];
    case 'inet':
      return ['2001:db8::1', '2001:db8::2', '10.0.0.1', '10.1.0.0/16', '127.0.0.1'];
    case 'cidr':
      return ['2001:db8::/32', '10.1.0.0/16', '192.168.0.0/16'];
    default:
      return [];
  }
}

function bytesOfLength(length: number): readonly string[] {
  if (!Number.isInteger(length) || length < 1 || length > 10_000) return [];
  return ['01', '02', '03'].map((end) => `\\x${'00'.repeat(length - 1)}${end}`);
}

function arrayCandidates(element: ValueType, place: ColumnPosition, constants: Constants): readonly string[] {
  const values = [
    ...new Set([...typeCandidates(element, place, constants), ...sampleValues(element, place)]),
  ];
  const known = values.filter((value) => constants.strings.includes(value) || element.kind === 'enum');
  const lengths = [1, 2, 3, ...constants.numbers].filter((length) => length > 0 && length <= 100);
  return [
    ...known.map((value) => arrayOf(element, [value])),
    ...lengths.map((length) => arrayOf(element, values.slice(0, length))),
    ...values.slice(0, 20).map((value) => arrayOf(element, [value])),
    arrayOf(element, known),
    arrayOf(element, []),
  ];
}
