import { shortName } from './names.js';

/** Common alternative names of types in PostgreSQL. */
const aliases: readonly (readonly [RegExp, string])[] = [
  [/^timestamp(\(\d\))? with time zone/, 'timestamptz$1'],
  [/^timestamp(\(\d\))? without time zone/, 'timestamp$1'],
  [/^time(\(\d\))? with time zone/, 'timetz$1'],
  [/^time(\(\d\))? without time zone/, 'time$1'],
  [/^character varying/, 'varchar'],
  [/^character/, 'char'],
  [/^double precision/, 'float8'],
  [/^bit varying/, 'varbit'],
];

/** Shortens a type for diagrams: `varchar(255)`, `timestamptz`. */
export function shortType(printed: string): string {
  const alias = aliases.find(([pattern]) => pattern.test(printed));
  return alias ? printed.replace(alias[0], alias[1]) : shortName(printed);
}
