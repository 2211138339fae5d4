import { requiredText } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import type { Repair } from '../../kind/repair.js';
import { changeDependence } from './extension-dependence.js';

/** The routine as ALTER names it: `FUNCTION public.greet(text)`. */
type Target = (object: CatalogObject) => string;

export function createRoutine(target: Target): Repair['create'] {
  return (object) => [
    `${requiredText(object, 'definition')};`,
    ...changeDependence(target(object), undefined, object),
  ];
}

export interface RoutineAlteration {
  readonly target: Target;
  /** Whether CREATE OR REPLACE can replace the first definition by the second. */
  readonly isReplaceable: (from: string, to: string) => boolean;
}

export function alterRoutine({ target, isReplaceable }: RoutineAlteration): NonNullable<Repair['alter']> {
  return ({ from, to }) => {
    const definition = requiredText(to, 'definition');
    const previous = requiredText(from, 'definition');
    if (definition === previous) return changeDependence(target(to), from, to);
    if (!isReplaceable(previous, definition)) return undefined;
    return [`${definition};`, ...changeDependence(target(to), from, to)];
  };
}

/** Matches the keyword as `pg_get_functiondef` prints it between the language and the body. */
const window = /\n WINDOW\b/u;

/**
 * Whether CREATE OR REPLACE can replace a routine: it changes neither names and defaults of arguments nor the
 * result, which `pg_get_functiondef` prints before the language.
 */
export function hasSameSignature(from: string, to: string): boolean {
  return signature(from) === signature(to) && window.test(headOf(from)) === window.test(headOf(to));
}

/** Returns the definition without the body, which can contain anything. */
function headOf(definition: string): string {
  const end = definition.indexOf('\nAS ');
  return end < 0 ? definition : definition.slice(0, end);
}

function signature(definition: string): string {
  const end = definition.indexOf('\n LANGUAGE ');
  return end < 0 ? definition : definition.slice(0, end);
}
