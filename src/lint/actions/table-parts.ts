import type { Node } from 'libpg-query';
import { fieldsOf, findAll, lastName, type FieldsOf } from '../../sql-text/nodes.js';
import type { NameResolver } from './name-resolver.js';

/** A type as it is written, without the schema of the built-in ones: `varchar` with modifiers `[20]`. */
export interface TypeName {
  readonly name: string;
  readonly modifiers: readonly number[];
  readonly array: boolean;
}

export interface Reference {
  readonly relation: string;
  readonly columns: readonly string[];
  readonly onDelete: 'stated' | 'default';
}

export interface ConstraintSpec {
  readonly kind: 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclusion' | 'not null';
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly reference: Reference | undefined;
  readonly expression: Node | undefined;
  /** `checked`: existing rows are. `not enforced` implies that they are not. */
  readonly validation: 'checked' | 'not valid' | 'not enforced';
  readonly usingIndex: string | undefined;
  /** Position in the parsed text, in bytes. */
  readonly location: number | undefined;
}

export interface ColumnSpec {
  readonly name: string;
  readonly type: TypeName;
  readonly collation: string | undefined;
  readonly notNull: boolean;
  readonly default: Node | undefined;
  readonly generated: 'stored' | 'virtual' | undefined;
  readonly sequence: 'serial' | 'identity' | undefined;
  readonly constraints: readonly ConstraintSpec[];
  readonly location: number | undefined;
}

const serialTypes = /^(small|big)?serial[248]?$/;

/** Other names of built-in types, which the parser keeps for types without a grammar of their own. */
const aliases: Readonly<Record<string, string>> = {
  int: 'int4',
  integer: 'int4',
  bigint: 'int8',
  smallint: 'int2',
  boolean: 'bool',
  decimal: 'numeric',
};

export function readType(type: FieldsOf<'TypeName'> | undefined): TypeName {
  const names = (type?.names ?? []).flatMap((one) => fieldsOf(one, 'String')?.sval ?? []);
  const own = names.filter((name, index) => index > 0 || name !== 'pg_catalog' || names.length === 1);
  const name = own.join('.');
  const constants = findAll(type?.typmods, 'A_Const');
  return {
    name: aliases[name] ?? name,
    modifiers: constants.map(({ ival }) => ival?.ival ?? 0),
    array: (type?.arrayBounds ?? []).length > 0,
  };
}

export function readColumn(column: FieldsOf<'ColumnDef'>, resolve: NameResolver): ColumnSpec {
  const parts = (column.constraints ?? []).flatMap((one) => fieldsOf(one, 'Constraint') ?? []);
  const type = readType(column.typeName);
  const name = column.colname ?? '';
  const generated = parts.find(({ contype }) => contype === 'CONSTR_GENERATED');
  const isSerial = serialTypes.test(type.name);
  return {
    name,
    type: isSerial ? { ...type, name: serialBase(type.name) } : type,
    collation: column.collClause && lastName(column.collClause.collname),
    notNull: isSerial || parts.some(({ contype }) => /CONSTR_(NOTNULL|PRIMARY|IDENTITY)/.test(contype ?? '')),
    default: parts.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr,
    generated: generated && (generated.generated_kind === 'v' ? 'virtual' : 'stored'),
    sequence: isSerial
      ? 'serial'
      : parts.some(({ contype }) => contype === 'CONSTR_IDENTITY')
        ? 'identity'
        : undefined,
    constraints: parts.flatMap((part) => readConstraint(part, resolve, [name]) ?? []),
    location: column.location,
  };
}

function serialBase(name: string): string {
  if (/^(small|serial2)/.test(name)) return 'int2';
  return /^(big|serial8)/.test(name) ? 'int8' : 'int4';
}

const constraintKinds: Readonly<Record<string, ConstraintSpec['kind']>> = {
  CONSTR_PRIMARY: 'primary key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'exclusion',
  CONSTR_NOTNULL: 'not null',
};

/** `undefined` for what the parser takes for a constraint as well: defaults, identities, generated columns. */
export function readConstraint(
  constraint: FieldsOf<'Constraint'>,
  resolve: NameResolver,
  ofColumn: readonly string[] = [],
): ConstraintSpec | undefined {
  const kind = constraintKinds[constraint.contype ?? ''];
  if (!kind) return undefined;
  const keys = kind === 'foreign key' ? constraint.fk_attrs : constraint.keys;
  const columns = textsOf(keys);
  return {
    kind,
    name: constraint.conname,
    columns: columns.length > 0 ? columns : ofColumn,
    reference: kind === 'foreign key' ? readReference(constraint, resolve) : undefined,
    expression: constraint.raw_expr,
    validation: validationOf(constraint, kind),
    usingIndex: constraint.indexname,
    location: constraint.location,
  };
}

/** In version 18 `is_enforced` is absent for NOT ENFORCED, which is not validated either. */
function validationOf(
  { skip_validation: skipped, is_enforced: enforced }: FieldsOf<'Constraint'>,
  kind: ConstraintSpec['kind'],
): ConstraintSpec['validation'] {
  if (!skipped) return 'checked';
  return enforced || kind === 'not null' ? 'not valid' : 'not enforced';
}

function readReference(constraint: FieldsOf<'Constraint'>, resolve: NameResolver): Reference | undefined {
  if (!constraint.pktable) return undefined;
  return {
    relation: resolve.relation(constraint.pktable),
    columns: textsOf(constraint.pk_attrs),
    onDelete: constraint.fk_del_action === 'a' ? 'default' : 'stated',
  };
}

export function textsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((one) => fieldsOf(one, 'String')?.sval ?? []);
}
