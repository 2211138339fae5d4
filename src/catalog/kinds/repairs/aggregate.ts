import type { CatalogObject } from '../../model/object.js';
import { objectRepair } from './object-repair.js';
import { alterRoutine, createRoutine } from './routine.js';

/** An aggregate over no argument is `count(*)` to SQL. */
const reference = ({ name }: CatalogObject) => name.replace(/\(\)$/u, '(*)');
const target = (object: CatalogObject) => `AGGREGATE ${reference(object)}`;

export const aggregate = objectRepair({
  kind: 'aggregate',
  sql: 'AGGREGATE',
  reference,
  privileges: { acl: 'f', sql: 'FUNCTION', reference: ({ name }) => name },
  create: createRoutine(target),
  alter: alterRoutine({ target, isReplaceable: (from, to) => result(from) === result(to) }),
});

/** What decides on the result's type, which CREATE OR REPLACE cannot change. */
function result(definition: string): string {
  const options = /^[\s\S]*?\) \((?<options>SFUNC[\s\S]*)\)$/u.exec(definition)?.groups?.options ?? '';
  return (options.match(/\b(?:STYPE|FINALFUNC) = [^,)]+/gu) ?? []).join();
}
