/** A value of a configuration file together with its place, such as `verify.ignore[0]`; the whole has an empty one. */
export interface Location {
  readonly value: unknown;
  readonly path: string;
}

/** Gets what is wrong with a value, in words that begin with its place. */
export type Report = (mistake: string) => void;

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Type of a value in a configuration file. It both reads the value and generates its JSON Schema, so that they
 * cannot differ.
 */
export interface Shape<T> {
  /** The value; `undefined` where something in it is wrong, which has been reported. */
  read(place: Location, report: Report): T | undefined;
  readonly schema: JsonSchema;
}

export type ValueOf<S> = S extends Shape<infer T> ? T : never;

export function text(description: string): Shape<string> {
  return simple({ type: 'string', pattern: '\\S', description }, 'a string that is not empty', isText);
}

export function flag(description: string): Shape<boolean> {
  return simple({ type: 'boolean', description }, 'true or false', (value) => typeof value === 'boolean');
}

/** A number that is not negative. */
export function amount(description: string): Shape<number> {
  const isAmount = (value: unknown) => typeof value === 'number' && value >= 0;
  return simple({ type: 'number', minimum: 0, description }, 'a number that is not negative', isAmount);
}

export function oneOf<const T extends string>(values: readonly T[], description: string): Shape<T> {
  const isOne = (value: unknown) => values.some((one) => one === value);
  return simple({ enum: values, description }, `one of ${values.join(', ')}`, isOne);
}

/** A string that matches a regular expression. */
export function textLike(pattern: RegExp, form: string, description: string): Shape<string> {
  const isLike = (value: unknown) => isText(value) && pattern.test(value);
  return simple({ type: 'string', pattern: pattern.source, description }, form, isLike);
}

/** A day of the calendar, `2027-03-31`. */
export function day(description: string): Shape<string> {
  const schema = { type: 'string', format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description };
  return simple(schema, 'a day in the form 2027-03-31', isDay);
}

/** `true`, `false` or a text. */
export function flagOrText(description: string): Shape<boolean | string> {
  const isEither = (value: unknown) => typeof value === 'boolean' || isText(value);
  const schema = { anyOf: [{ type: 'boolean' }, { type: 'string', pattern: '\\S' }], description };
  return simple(schema, 'true, false or a string that is not empty', isEither);
}

/** One text, or a list of at least one. */
export function textOrTexts(description: string): Shape<string | readonly string[]> {
  const one = { type: 'string', pattern: '\\S' };
  const schema = { oneOf: [one, { type: 'array', items: one, minItems: 1, uniqueItems: true }], description };
  return simple(schema, 'a string, or a list of different strings that is not empty', isTextOrTexts);
}

export function list<T>(item: Shape<T>, description: string): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: item.schema, description },
    read({ value, path }, report) {
      if (!Array.isArray(value)) {
        report(`${path} must be a list`);
        return undefined;
      }
      const items = value.map((one: unknown, index) =>
        item.read({ value: one, path: `${path}[${index}]` }, report),
      );
      return items.filter((one) => one !== undefined);
    },
  };
}

/** An object with keys of any name and values of one shape. */
export function mapOf<T>(value: Shape<T>, description: string): Shape<Readonly<Record<string, T>>> {
  return {
    schema: { type: 'object', additionalProperties: value.schema, description },
    read(place, report) {
      if (typeof place.value !== 'object' || place.value === null || Array.isArray(place.value)) {
        report(`${place.path} must be an object`);
        return undefined;
      }
      const read = Object.entries(place.value as Values).flatMap(([key, one]) => {
        const found = value.read({ value: one, path: at(place.path, key) }, report);
        return found === undefined ? [] : [[key, found] as const];
      });
      return Object.fromEntries(read);
    },
  };
}

type Fields = Readonly<Record<string, Shape<unknown>>>;

type ObjectOf<R extends Fields, O extends Fields> = {
  readonly [K in keyof R]: ValueOf<R[K]>;
} & { readonly [K in keyof O]?: ValueOf<O[K]> | undefined };

interface ObjectFields<R extends Fields, O extends Fields> {
  readonly required?: R;
  readonly optional?: O;
}

/** An object with the fields that are named; any other is a mistake. */
export function object<R extends Fields = object & Fields, O extends Fields = object & Fields>(
  { required = {} as R, optional = {} as O }: ObjectFields<R, O>,
  description: string,
): Shape<ObjectOf<R, O>> {
  const fields: Fields = { ...required, ...optional };
  return {
    schema: objectSchema(fields, Object.keys(required), description),
    read({ value, path }, report) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        report(`${path === '' ? 'its content' : path} must be an object`);
        return undefined;
      }
      reportUnknown({ value, path }, Object.keys(fields), report);
      return readFields({ fields, required, path, values: value as Values }, report) as
        ObjectOf<R, O> | undefined;
    },
  };
}

function objectSchema(fields: Fields, required: readonly string[], description: string): JsonSchema {
  const properties = Object.fromEntries(Object.entries(fields).map(([key, { schema }]) => [key, schema]));
  return {
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
    description,
  };
}

function reportUnknown(
  { value, path }: { readonly value: object; readonly path: string },
  known: readonly string[],
  report: Report,
): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) report(`unknown key ${at(path, key)}; known keys: ${known.join(', ')}`);
  }
}

type Values = Readonly<Record<string, unknown>>;

interface Reading {
  readonly fields: Fields;
  readonly required: Fields;
  readonly path: string;
  readonly values: Values;
}

function readFields({ fields, required, path, values }: Reading, report: Report): Values | undefined {
  const read: Record<string, unknown> = {};
  let complete = true;
  for (const [key, shape] of Object.entries(fields)) {
    const place = at(path, key);
    if (Object.hasOwn(values, key)) read[key] = shape.read({ value: values[key], path: place }, report);
    else if (key in required) report(`${place} is missing`);
    complete &&= !(key in required) || read[key] !== undefined;
  }
  return complete ? read : undefined;
}

function at(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function simple<T>(schema: JsonSchema, form: string, isRight: (value: unknown) => boolean): Shape<T> {
  return {
    schema,
    read({ value, path }, report) {
      if (isRight(value)) return value as T;
      report(`${path} must be ${form}`);
      return undefined;
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isTextOrTexts(value: unknown): boolean {
  if (!Array.isArray(value)) return isText(value);
  return value.length > 0 && value.every(isText) && new Set(value).size === value.length;
}

/** JavaScript takes the 31st of February for a day in March. */
function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
