import { quoteLiteral } from '../../../database/quote.js';
import type { AttributeValue } from '../../model/object.js';

/** Renders `fillfactor=70` of the catalog as `fillfactor='70'`. */
export function parameterList(options: AttributeValue | undefined): string {
  return listOf(options)
    .map((option) => `${nameOf(option)}=${quoteLiteral(option.slice(nameOf(option).length + 1))}`)
    .join(', ');
}

/** Returns ` WITH (…)`, or an empty text if there are no options. */
export function withParameters(options: AttributeValue | undefined): string {
  return options === undefined ? '' : ` WITH (${parameterList(options)})`;
}

export interface ParameterChange {
  /** Text before SET and RESET, such as `ALTER TABLE public.users`. */
  readonly statement: string;
  readonly from: AttributeValue | undefined;
  readonly to: AttributeValue | undefined;
}

/** SET for new and changed parameters, RESET for removed ones. */
export function changeParameters({ statement, from, to }: ParameterChange): readonly string[] {
  const had = listOf(from);
  const wanted = listOf(to);
  const names = new Set(wanted.map(nameOf));
  const gone = had.map(nameOf).filter((name) => !names.has(name));
  const set = wanted.filter((option) => !had.includes(option));
  return [
    ...(gone.length > 0 ? [`${statement} RESET (${gone.join(', ')});`] : []),
    ...(set.length > 0 ? [`${statement} SET (${parameterList(set)});`] : []),
  ];
}

/** Returns `OPTIONS (…)` of foreign objects, or an empty text if there are none. */
export function withForeignOptions(options: AttributeValue | undefined): string {
  if (options === undefined) return '';
  return ` OPTIONS (${listOf(options).map(foreignOption).join(', ')})`;
}

/** ADD, SET and DROP of foreign options; empty when nothing changes. */
export function changeForeignOptions({ statement, from, to }: ParameterChange): readonly string[] {
  const had = listOf(from);
  const wanted = listOf(to);
  const names = new Set(wanted.map(nameOf));
  const known = new Set(had.map(nameOf));
  const changes = [
    ...had.map(nameOf).flatMap((name) => (names.has(name) ? [] : [`DROP "${name}"`])),
    ...wanted
      .filter((option) => !had.includes(option))
      .map((option) => `${known.has(nameOf(option)) ? 'SET' : 'ADD'} ${foreignOption(option)}`),
  ];
  return changes.length > 0 ? [`${statement} OPTIONS (${changes.join(', ')});`] : [];
}

function foreignOption(option: string): string {
  const name = nameOf(option);
  return `"${name}" ${quoteLiteral(option.slice(name.length + 1))}`;
}

function listOf(options: AttributeValue | undefined): readonly string[] {
  return typeof options === 'object' ? options : [];
}

function nameOf(option: string): string {
  return option.slice(0, option.indexOf('='));
}
