import type { Destroyed } from '../catalog/data/destroyed-data.js';
import type { StoredColumn, StoredRelation } from '../catalog/data/stored-data.js';
import { quoteIdentifier, quoteQualified } from '../database/quote.js';
import { printed } from '../database/text-conversion.js';
import { savedFormOf, type SavedForm } from '../rollback/backup/saved-form.js';
import type { KeptColumn } from './kept-entry.js';

/** What is kept of one table, known before its rows are read. */
export interface KeptForm extends Omit<SavedForm, 'columns' | 'copy' | 'load'> {
  readonly relation: StoredRelation;
  readonly columns: readonly KeptColumn[];
}

/** Returns `undefined` for sequences. */
export function keptFormOf(loss: Destroyed): KeptForm | undefined {
  const form = savedFormOf(loss);
  if (!form) return undefined;
  const { schema, name, what, key, values, rewritten } = form;
  const { relation } = loss;
  const columns = form.columns.flatMap((column): readonly KeptColumn[] => {
    const stored = relation.columns.find((one) => one.name === column.name);
    return stored ? [{ ...column, form: formOf(stored) }] : [];
  });
  return { relation, schema, name, what, key, values, rewritten, columns };
}

/** Types with smaller OIDs are created by initdb (`FirstNormalObjectId`, PostgreSQL's transam.h) and stay. */
const firstUserOid = 16384;

/** They contain OIDs of objects that the step may drop and its inverse re-create; their names remain valid. */
const references = /^reg[a-z]+(\[\])?$/;

function formOf({ typeId, base }: StoredColumn): KeptColumn['form'] {
  return Number.parseInt(typeId, 10) < firstUserOid && !references.test(base) ? 'value' : 'text';
}

/** Types whose values have a collation, which a migration can drop. */
const collatable = /^(text|character varying|character|name)(\(\d+\))?(\[\])*$/;

/** Returns the expression of the values of a column, and its name in the kept table. */
export function keptValue({ name, type, form }: KeptColumn, table: string): string {
  const column = `${table}.${quoteIdentifier(name)}`;
  if (form === 'text') return printed(column);
  return collatable.test(type) ? `${column} COLLATE pg_catalog."default"` : column;
}

/** The rows of a table in a FROM clause: those of tables that inherit from it are their own. */
export function rowsFrom({ schema, name, kind }: Pick<StoredRelation, 'schema' | 'name' | 'kind'>): string {
  const table = quoteQualified(schema, name);
  return kind === 'partitioned table' ? table : `ONLY ${table}`;
}
