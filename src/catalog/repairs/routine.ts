import { listOf, requiredText } from '../attribute.js';
import type { CatalogObject } from '../object.js';
import type { Repair } from '../repair.js';

/** How ALTER names a routine: `FUNCTION public.greet(text)`. */
type Target = (object: CatalogObject) => string;

export function createRoutine(target: Target): Repair['create'] {
  return (object) => [
    `${requiredText(object, 'definition')};`,
    ...listOf(object, 'depends on extension').map(
      (extension) => `ALTER ${target(object)} DEPENDS ON EXTENSION ${extension};`,
    ),
  ];
}

export interface RoutineAlteration {
  readonly target: Target;
  /** Whether CREATE OR REPLACE accepts the second definition in place of the first. */
  readonly isReplaceable: (from: string, to: string) => boolean;
}

export function alterRoutine({ target, isReplaceable }: RoutineAlteration): NonNullable<Repair['alter']> {
  return ({ from, to }) => {
    const definition = requiredText(to, 'definition');
    const previous = requiredText(from, 'definition');
    if (definition === previous) return changeDependence(target, from, to);
    if (!isReplaceable(previous, definition)) return undefined;
    return [`${definition};`, ...changeDependence(target, from, to)];
  };
}

function changeDependence(target: Target, from: CatalogObject, to: CatalogObject): readonly string[] {
  const before = listOf(from, 'depends on extension');
  const after = listOf(to, 'depends on extension');
  return [
    ...before.filter((name) => !after.includes(name)).map((name) => `NO DEPENDS ON EXTENSION ${name}`),
    ...after.filter((name) => !before.includes(name)).map((name) => `DEPENDS ON EXTENSION ${name}`),
  ].map((action) => `ALTER ${target(to)} ${action};`);
}

/** As `pg_get_functiondef` prints it between the language and the body. */
const window = /\n WINDOW\b/u;

/**
 * CREATE OR REPLACE changes neither names and defaults of arguments nor the result, which
 * `pg_get_functiondef` prints before the language.
 */
export function hasSameSignature(from: string, to: string): boolean {
  return signature(from) === signature(to) && window.test(headOf(from)) === window.test(headOf(to));
}

/** Without the body, which can hold anything. */
function headOf(definition: string): string {
  const end = definition.indexOf('\nAS ');
  return end < 0 ? definition : definition.slice(0, end);
}

function signature(definition: string): string {
  const end = definition.indexOf('\n LANGUAGE ');
  return end < 0 ? definition : definition.slice(0, end);
}
