import { assertNever } from '../errors.js';
import { samplers } from './sample-scalars.js';
import type { SampleTarget } from './sample-text.js';
import type { ValueType } from './value-type.js';

/** Returns the text form of a value of the type, the same each time; `undefined` for unknown types. */
export function sampleValue(type: ValueType, place: SampleTarget): string | undefined {
  switch (type.kind) {
    case 'base':
      return Object.hasOwn(samplers, type.name) ? samplers[type.name]?.(place, type.modifier) : undefined;
    case 'enum':
      return type.labels[place.row % type.labels.length];
    case 'domain':
      return type.values?.[place.row % type.values.length] ?? sampleValue(type.base, place);
    case 'array':
      return sampleArray(type.element, place);
    case 'composite':
      return composite(type.attributes.map((attribute) => sampleValue(attribute, place)));
    case 'range':
      return sampleRange(type.subtype, place);
    case 'multirange':
      return `{${sampleRange(type.subtype, place) ?? ''}}`;
    default:
      return assertNever(type);
  }
}

function sampleArray(element: ValueType, place: SampleTarget): string {
  const values = [sampleValue(element, place), sampleValue(element, { ...place, row: place.row + 1 })];
  return arrayOf(
    element,
    values.filter((value) => value !== undefined),
  );
}

/** Returns the text form of an array; only elements of `box` arrays are separated by `;`. */
export function arrayOf(element: ValueType, values: readonly string[]): string {
  const separator = element.kind === 'base' && element.name === 'box' ? ';' : ',';
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(separator)}}`;
}

/** Returns the text form of a composite value; an empty field is null. */
export function composite(values: readonly (string | undefined)[]): string {
  return `(${values.map((value) => (value === undefined ? '' : doubled(value))).join()})`;
}

export function doubled(value: string): string {
  return `"${value.replace(/["\\]/g, '$&$&')}"`;
}

/** Ranges of different rows do not overlap, as exclusion constraints usually require. */
function sampleRange(subtype: ValueType, { row, column, name }: SampleTarget): string | undefined {
  const lower = sampleValue(subtype, { row: row * 100, column, name });
  const upper = sampleValue(subtype, { row: row * 100, column: column + 5, name });
  if (lower === undefined || upper === undefined) return undefined;
  return lower === upper ? `[${doubled(lower)},${doubled(upper)}]` : `[${doubled(lower)},${doubled(upper)})`;
}
