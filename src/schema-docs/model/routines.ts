import { textOf } from '../../catalog/model/attribute.js';
import { commentOf, objectsOf, touchesOf, type BuildContext } from './build-context.js';
import { grantsOn } from './grants.js';
import type { Routine } from './schema-model.js';

/** Returns user-defined functions, procedures and aggregates, by kind and name. */
export function allRoutines(context: BuildContext): readonly Routine[] {
  return objectsOf(context, ['function', 'procedure', 'aggregate'])
    .filter((routine) => textOf(routine, 'part of') === undefined)
    .map((routine) => ({
      kind: routine.kind as Routine['kind'],
      name: routine.name,
      definition: textOf(routine, 'definition') ?? '',
      comment: commentOf(context, routine),
      grants: grantsOn(context, routine),
      touches: touchesOf(context, routine),
    }));
}
