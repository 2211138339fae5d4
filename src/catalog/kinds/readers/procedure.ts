import { objectFrom, type ObjectRow } from '../../kind/object-row.js';
import type { Reader } from '../../kind/reader.js';
import { functionDefinition, routinesSql } from './routine-sql.js';

const procedures = routinesSql({ prokinds: ['p'], definition: functionDefinition });

export const procedure: Reader<'procedure', ObjectRow> = {
  kind: 'procedure',
  root: 'pg_proc',
  rootOid: 'p.oid',
  query: (scope) => `${procedures} ${scope}`,
  toObject: objectFrom('procedure'),
};
