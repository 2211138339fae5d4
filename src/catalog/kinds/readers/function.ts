import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { functionDefinition, routinesSql } from './routine-sql.js';

/** Window functions are functions too. */
const functions = routinesSql({ prokinds: ['f', 'w'], definition: functionDefinition });

export const functionReader: Reader<'function', ObjectRow> = {
  kind: 'function',
  root: 'pg_proc',
  rootOid: 'p.oid',
  query: (scope) => `${functions} ${scope}`,
  toObject: objectFrom('function'),
};
