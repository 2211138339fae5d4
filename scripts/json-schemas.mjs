// JSON Schemas of all formats that commands print with --json, derived from the types of the code that builds them.
import { resolve } from 'node:path';
import ts from 'typescript';

const formatName = /^roundtrip\.([a-z-]+)\/1$/;

/** Returns a JSON Schema for each format, by its name without the prefix: `prove`, `run`, … */
export function jsonSchemas(root) {
  const program = createProgram(root);
  const checker = program.getTypeChecker();
  const found = new Map();
  for (const file of program.getSourceFiles()) {
    if (file.fileName.includes('/node_modules/')) continue;
    visit(file, (node) => {
      for (const format of formatsOf(checker, node))
        found.set(format, [...(found.get(format) ?? []), node.parent]);
    });
  }
  const sorted = [...found].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([format, places]) => [format, schemaOf(checker, format, places)]));
}

function createProgram(root) {
  const path = resolve(root, 'tsconfig.build.json');
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram(fileNames, {
    ...options,
    noEmit: true,
    incremental: false,
    tsBuildInfoFile: undefined,
  });
}

function visit(node, action) {
  action(node);
  ts.forEachChild(node, (child) => visit(child, action));
}

/** The names of formats where `node` is a property `format` of a type or of an object. */
function formatsOf(checker, node) {
  if (!ts.isPropertySignature(node) && !ts.isPropertyAssignment(node)) return [];
  if (node.name.getText() !== 'format') return [];
  const type = checker.getTypeAtLocation(ts.isPropertySignature(node) ? node : node.initializer);
  const values = type.isUnion() ? type.types : [type];
  return values.flatMap(({ value }) => formatName.exec(value)?.[1] ?? []);
}

/** A declared type takes precedence over the objects that are built. */
function schemaOf(checker, format, places) {
  const declared = places.filter((place) => !ts.isObjectLiteralExpression(place));
  const types = (declared.length > 0 ? declared : places).map((place) => checker.getTypeAtLocation(place));
  const schemas = unique(types.map((type) => toSchema(checker, type, [])));
  const body = schemas.length === 1 ? schemas[0] : { type: 'object', anyOf: schemas };
  const name = `roundtrip.${format}/1`;
  for (const one of schemas) if (one.properties) one.properties.format = { const: name };
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: name, ...body };
}

function toSchema(checker, type, above) {
  if (type.isUnion()) return unionSchema(checker, type.types, above);
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  const { flags } = type;
  if (flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
  if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
  if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
  if (flags & ts.TypeFlags.Null) return { type: 'null' };
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive)) return {};
  if (checker.isArrayLikeType(type)) return arraySchema(checker, type, above);
  return above.includes(type) ? { type: 'object' } : objectSchema(checker, type, [...above, type]);
}

function unionSchema(checker, types, above) {
  const schemas = unique(
    types
      .filter(({ flags }) => !(flags & ts.TypeFlags.Undefined))
      .map((one) => toSchema(checker, one, above)),
  );
  const constants = schemas.filter((one) => 'const' in one).map((one) => one.const);
  const others = schemas.filter((one) => !('const' in one));
  const listed = isBoolean(constants) ? { type: 'boolean' } : { enum: constants };
  const all = [
    ...(constants.length === 0 ? [] : [constants.length === 1 ? { const: constants[0] } : listed]),
    ...others,
  ];
  if (all.length === 1) return all[0];
  const simple = all.every((one) => Object.keys(one).join() === 'type');
  return simple ? { type: all.map((one) => one.type) } : { anyOf: all };
}

function isBoolean(constants) {
  return constants.length === 2 && constants.includes(true) && constants.includes(false);
}

function unique(schemas) {
  return [...new Map(schemas.map((one) => [JSON.stringify(one), one])).values()];
}

function arraySchema(checker, type, above) {
  const item = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  return { type: 'array', items: item ? toSchema(checker, item, above) : {} };
}

/** Functions and undefined values are not in the JSON text. */
function objectSchema(checker, type, above) {
  const properties = {};
  const required = [];
  for (const symbol of checker.getPropertiesOfType(type)) {
    const property = checker.getTypeOfSymbol(symbol);
    if (property.getCallSignatures().length > 0) continue;
    const description = ts
      .displayPartsToString(symbol.getDocumentationComment(checker))
      .replaceAll('\n', ' ');
    const schema = toSchema(checker, property, above);
    properties[symbol.name] = description === '' ? schema : { ...schema, description };
    if (!isOptional(symbol, property)) required.push(symbol.name);
  }
  const rest = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  return {
    type: 'object',
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
    ...(rest === undefined ? {} : { additionalProperties: toSchema(checker, rest, above) }),
  };
}

function isOptional(symbol, type) {
  const types = type.isUnion() ? type.types : [type];
  return (
    Boolean(symbol.flags & ts.SymbolFlags.Optional) ||
    types.some(({ flags }) => flags & ts.TypeFlags.Undefined)
  );
}
