import { NotEditable } from '../not-editable.js';
import { assertMemberUsedOnce, assertUsedOnce } from './assert-used-once.js';
import {
  isFunctionNode,
  lineOf,
  rangeOf,
  type AnyNode,
  type Expression,
  type FunctionNode,
  type ObjectLiteral,
  type Program,
  type Script,
  type Statement,
} from './parse-script.js';

type Property = ObjectLiteral['properties'][number];

/** How a file exports a function. */
export type ExportForm =
  /** `export function up() {}`, `export const up = …`, or a local one of these that is exported elsewhere. */
  | { readonly kind: 'declaration'; readonly statement: Statement; readonly listed: Listed | undefined }
  /** `exports.up = …`; the object is `exports` or `module.exports`. */
  | { readonly kind: 'assignment'; readonly statement: Statement; readonly object: string }
  /** `module.exports = { up() {} }`, `export default { up: … }` */
  | { readonly kind: 'property'; readonly property: Property };

/** The specifier in `export { up }`, or the property in `module.exports = { up }`. */
export type Listed = AnyNode;

export type Exported =
  | { readonly kind: 'function'; readonly fn: FunctionNode; readonly form: ExportForm }
  /** `export const down = undefined` */
  | { readonly kind: 'undefined'; readonly value: AnyNode }
  | { readonly kind: 'absent' };

/**
 * Finds the function that a file exports by a name.
 * @throws NotEditable when the function is not written in the file, or used in it elsewhere
 */
export function findExport(script: Script, name: 'up' | 'down'): Exported {
  const found = script.program.body.flatMap((statement) => exportsIn(statement, { script, name }));
  if (found.length > 1) throw new NotEditable(`it exports "${name}" more than once`);
  const [exported] = found;
  if (exported) return exported;
  if (script.program.body.some(({ type }) => type === 'ExportAllDeclaration'))
    throw new NotEditable(`its "${name}" may be exported from another file by export *`);
  return { kind: 'absent' };
}

interface Wanted {
  readonly script: Script;
  readonly name: string;
}

function exportsIn(statement: Statement, wanted: Wanted): readonly Exported[] {
  if (statement.type === 'ExportNamedDeclaration')
    return [...declared(statement, wanted), ...listed(statement, wanted)];
  if (statement.type === 'ExportDefaultDeclaration')
    return inObject(statement.declaration as Expression, wanted);
  if (statement.type === 'TSExportAssignment') return inObject(statement.expression, wanted);
  return statement.type === 'ExpressionStatement' ? assigned(statement, wanted) : [];
}

type NamedExport = Extract<Statement, { type: 'ExportNamedDeclaration' }>;

function declared(statement: NamedExport, wanted: Wanted): readonly Exported[] {
  const { declaration } = statement;
  const found = declaration && inDeclaration(declaration, wanted);
  if (!found) return [];
  assertUsedOnce(wanted.script, { name: wanted.name, times: 1 });
  return [resolved(found, wanted, { kind: 'declaration', statement, listed: undefined })];
}

function listed(statement: NamedExport, wanted: Wanted): readonly Exported[] {
  return statement.specifiers.flatMap((specifier): readonly Exported[] => {
    const { exported } = specifier;
    if ((exported.type === 'Identifier' ? exported.name : exported.value) !== wanted.name) return [];
    if (statement.source)
      throw new NotEditable(`its "${wanted.name}" is exported from ${statement.source.value}`);
    if (specifier.type !== 'ExportSpecifier') throw notHere(wanted, specifier);
    return [local(specifier.local.name, wanted, specifier)];
  });
}

function assigned(
  statement: Extract<Statement, { type: 'ExpressionStatement' }>,
  wanted: Wanted,
): readonly Exported[] {
  const { expression } = statement;
  if (expression.type !== 'AssignmentExpression') return [];
  const { start, end } = rangeOf(expression.left);
  const target = wanted.script.text.slice(start, end).replace(/\s/g, '');
  if (target === 'module.exports' || target === 'exports') return inObject(expression.right, wanted);
  const object = /^((?:module\.)?exports)\.(\w+)$/.exec(target);
  if (object?.[2] !== wanted.name) return [];
  assertMemberUsedOnce(wanted.script, wanted.name);
  return [
    valueOf(expression.right, wanted, { kind: 'assignment', statement, object: object[1] ?? 'exports' }),
  ];
}

function inObject(expression: Expression, wanted: Wanted): readonly Exported[] {
  const value = unwrap(expression);
  if (value.type === 'AssignmentExpression') return inObject(value.right, wanted);
  const object = value.type === 'Identifier' ? objectNamed(wanted.script.program, value.name) : value;
  if (object?.type !== 'ObjectExpression') {
    if (wanted.script.program.body.some(({ type }) => type === 'ExportNamedDeclaration')) return [];
    throw new NotEditable(`its exports are not written as an object, in line ${lineAt(wanted, expression)}`);
  }
  const property = object.properties.find((one) => nameOf(one) === wanted.name);
  if (property) return [inProperty(property, wanted)];
  if (object.properties.some(({ type }) => type === 'SpreadElement'))
    throw new NotEditable(`its "${wanted.name}" may come from another object`);
  return [];
}

function objectNamed(program: Program, name: string): Expression | undefined {
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declarations)
      if (id.type === 'Identifier' && id.name === name && init) return unwrap(init);
  }
  return undefined;
}

function inProperty(property: Property, wanted: Wanted): Exported {
  if (property.type === 'ObjectMethod')
    return { kind: 'function', fn: property, form: { kind: 'property', property } };
  if (property.type !== 'ObjectProperty') throw notHere(wanted, property);
  const value = unwrap(property.value as Expression);
  if (value.type === 'Identifier' && !isUndefined(value)) return local(value.name, wanted, property);
  return valueOf(value, wanted, { kind: 'property', property });
}

function nameOf(property: Property): string | undefined {
  if (property.type === 'SpreadElement' || property.computed) return undefined;
  const { key } = property;
  return key.type === 'Identifier' ? key.name : key.type === 'StringLiteral' ? key.value : undefined;
}

/** The function of this name in the file; `reference` is where it is exported. */
function local(name: string, wanted: Wanted, reference: AnyNode): Exported {
  for (const statement of wanted.script.program.body) {
    const value = inDeclaration(statement, { ...wanted, name });
    if (!value) continue;
    assertUsedOnce(wanted.script, { name, times: 2 });
    return resolved(value, wanted, { kind: 'declaration', statement, listed: reference });
  }
  throw notHere(wanted, reference);
}

/** The function, or the value of the variable, that a statement declares by a name. */
function inDeclaration(statement: AnyNode, { name }: Wanted): FunctionNode | Expression | undefined {
  const declaration = statement as Statement;
  if (declaration.type === 'FunctionDeclaration')
    return declaration.id?.name === name ? declaration : undefined;
  if (declaration.type !== 'VariableDeclaration') return undefined;
  const variable = declaration.declarations.find(({ id }) => id.type === 'Identifier' && id.name === name);
  return variable?.init ?? undefined;
}

function resolved(value: FunctionNode | Expression, wanted: Wanted, form: ExportForm): Exported {
  return value.type === 'FunctionDeclaration'
    ? { kind: 'function', fn: value, form }
    : valueOf(value as Expression, wanted, form);
}

function valueOf(expression: Expression, wanted: Wanted, form: ExportForm): Exported {
  const value = unwrap(expression);
  if (isFunctionNode(value)) return { kind: 'function', fn: value, form };
  if (isUndefined(value)) return { kind: 'undefined', value };
  if (value.type === 'Identifier') return local(value.name, wanted, value);
  throw notHere(wanted, value);
}

function isUndefined(value: Expression): boolean {
  return (
    (value.type === 'Identifier' && value.name === 'undefined') ||
    (value.type === 'UnaryExpression' && value.operator === 'void')
  );
}

/** Without what TypeScript writes around a value. */
function unwrap(value: Expression): Expression {
  return isWrapped(value) ? unwrap(value.expression) : value;
}

function isWrapped(value: Expression): value is Wrapped {
  return /^(?:TS(?:As|Satisfies|NonNull)Expression|TSTypeAssertion|ParenthesizedExpression)$/.test(
    value.type,
  );
}

type Wrapped = Extract<Expression, { type: 'TSAsExpression' | 'ParenthesizedExpression' }>;

function notHere(wanted: Wanted, node: AnyNode): NotEditable {
  return new NotEditable(
    `its "${wanted.name}" is not a function that is written in the file, in line ${lineAt(wanted, node)}`,
  );
}

function lineAt({ script }: Wanted, node: AnyNode): number {
  return lineOf(script.text, rangeOf(node).start);
}
