import { Literal, isFields, type Call, type Fields, type Value } from './call.js';

/** Columns of a line, as in this project's own migrations. */
const width = 110;

/** The code of a call in the body of a function, as Prettier formats it. */
export function printCall({ method, args }: Call): string {
  const start = `  pgm.${method}(`;
  const flat = args.map((arg) => flatOf(arg)).join(', ');
  const last = args.at(-1);
  const before = args.slice(0, -1);
  const mayHug = last !== undefined && isBreakable(last) && !before.some(isBreakable);
  const isFlat = !flat.includes('\n') && !(mayHug && hasLines(last));
  if (isFlat && fits(`${start}${flat});`)) return `${start.trimStart()}${flat});`;
  if (mayHug) {
    const head = before.map((arg) => `${flatOf(arg)}, `).join('');
    return `pgm.${method}(${head}${broken(last, 2)});`;
  }
  const lines = args.map((arg) => `    ${print(arg, { indent: 4, taken: 5 })},`);
  return [`pgm.${method}(`, ...lines, '  );'].join('\n');
}

interface Place {
  readonly indent: number;
  /** Characters of the line that are not part of the value. */
  readonly taken: number;
}

function print(value: Value, { indent, taken }: Place): string {
  const flat = flatOf(value);
  return taken + flat.length <= width || !isBreakable(value) ? flat : broken(value, indent);
}

function broken(value: Value, indent: number): string {
  const inner = ' '.repeat(indent + 2);
  if (Array.isArray(value)) {
    const items = (value as readonly Value[]).map(
      (one) => `${inner}${print(one, { indent: indent + 2, taken: indent + 3 })},`,
    );
    return ['[', ...items, `${' '.repeat(indent)}]`].join('\n');
  }
  const fields = Object.entries(value as Fields).map(([key, one]) => {
    const name = `${inner}${keyOf(key)}:`;
    const text = print(one, { indent: indent + 2, taken: name.length + 2 });
    const isLong = typeof one === 'string' && name.length + 2 + text.length > width;
    return isLong ? `${name}\n${inner}  ${text},` : `${name} ${text},`;
  });
  return ['{', ...fields, `${' '.repeat(indent)}}`].join('\n');
}

function flatOf(value: Value): string {
  if (value instanceof Literal) return `pgm.func(${stringOf(value.sql)})`;
  if (typeof value === 'string') return stringOf(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(flatOf).join(', ')}]`;
  const fields = Object.entries(value as Fields).map(([key, one]) => `${keyOf(key)}: ${flatOf(one)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function isBreakable(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isFields(value) && Object.keys(value).length > 0;
}

/** Objects in objects are easier to read in lines of their own, such as the columns of a table. */
function hasLines(value: Value): boolean {
  return isFields(value) && Object.values(value).some((one) => isFields(one));
}

function keyOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : stringOf(key);
}

/** The quotes that need fewer escapes; text of several lines is a template. */
function stringOf(text: string): string {
  if (text.includes('\n')) return templateOf(text);
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r');
  const [single, double] = [count(text, "'"), count(text, '"')];
  return single > double ? `"${escaped.replaceAll('"', '\\"')}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}

/** A template literal whose value is the text. */
export function templateOf(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return `\`${escaped.replaceAll('\r', '\\r')}\``;
}

/** A statement as it is. */
export function printSql(sql: string): string {
  const template = templateOf(sql);
  const line = `pgm.sql(${template});`;
  return sql.includes('\n') || fits(`  ${line}`) ? line : `pgm.sql(\n    ${template},\n  );`;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function fits(line: string): boolean {
  return line.length <= width;
}
