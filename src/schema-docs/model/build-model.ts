import type { ReplayedSchema } from '../replay-schema.js';
import { createContext } from './build-context.js';
import { allForeignKeys } from './foreign-keys.js';
import { allTypes } from './named-types.js';
import { otherObjects } from './other-objects.js';
import { allRelations } from './relations.js';
import { allRoutines } from './routines.js';
import type { SchemaModel } from './schema-model.js';

/** Builds the model of the pages from a replayed schema. */
export function buildModel(replayed: ReplayedSchema): SchemaModel {
  const context = createContext(replayed);
  const foreignKeys = allForeignKeys(context);
  const relations = allRelations(context, foreignKeys);
  return {
    relations,
    ...allTypes(context, relations),
    routines: allRoutines(context),
    others: otherObjects(context),
    migrations: replayed.steps,
  };
}
