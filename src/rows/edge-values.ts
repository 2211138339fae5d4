import { assertNever } from '../errors.js';
import { edgeScalars } from './edge-scalars.js';
import { extreme, odd, type EdgeValue } from './edge-value.js';
import type { SampleTarget } from './sample-text.js';
import { arrayOf, composite, doubled, sampleValue } from './sample-value.js';
import type { ValueType } from './value-type.js';

/** Edge values of the type, except NULL. */
export function edgeValues(type: ValueType, place: SampleTarget): readonly EdgeValue[] {
  switch (type.kind) {
    case 'base':
      return Object.hasOwn(edgeScalars, type.name) ? (edgeScalars[type.name]?.(type.modifier) ?? []) : [];
    case 'enum':
      return type.labels.map((label) => odd(label, label));
    case 'domain':
      return edgeValues(type.base, place);
    case 'array':
      return arrays(type.element, place);
    case 'composite':
      return [odd('fields without values', composite(type.attributes.map(() => undefined)))];
    case 'range':
      return ranges(type.subtype, place);
    case 'multirange':
      return [odd('empty', '{}'), ...ranges(type.subtype, place).slice(1).map(asMultirange)];
    default:
      return assertNever(type);
  }
}

function arrays(element: ValueType, place: SampleTarget): readonly EdgeValue[] {
  const value = sampleValue(element, place);
  if (value === undefined) return [odd('empty array', '{}')];
  const one = arrayOf(element, [value]);
  const twice = arrayOf(element, [value, value]);
  const separator = element.kind === 'base' && element.name === 'box' ? ';' : ',';
  return [
    odd('empty array', '{}'),
    odd('NULL element', `${one.slice(0, -1)}${separator}NULL}`),
    odd('element twice', twice),
    extreme('lower bound 0', `[0:1]=${twice}`),
  ];
}

function ranges(subtype: ValueType, place: SampleTarget): readonly EdgeValue[] {
  const bound = sampleValue(subtype, place);
  const unbounded = [odd('empty range', 'empty'), odd('unbounded range', '(,)')];
  if (bound === undefined) return unbounded;
  return [
    ...unbounded,
    odd('range without end', `[${doubled(bound)},)`),
    odd('range without start', `(,${doubled(bound)})`),
  ];
}

function asMultirange(range: EdgeValue): EdgeValue {
  return { ...range, text: `{${range.text ?? ''}}` };
}
