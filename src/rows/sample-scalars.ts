import { sampleText, type SampleTarget } from './sample-text.js';

/** Returns the text form of one value; the modifier is that of `pg_attribute.atttypmod`, -1 for none. */
export type Sampler = (place: SampleTarget, modifier: number) => string;

const day = 86_400_000;

/**
 * A value of each built-in type, and of some types of well-known extensions, by name in `pg_type`. The values
 * make common losses by migrations visible: fractions, microseconds, times of day, capitals. They differ for
 * each row and column; within a row, they grow from left to right, so that a start comes before an end.
 */
export const samplers: Readonly<Record<string, Sampler>> = {
  bool: ({ row }) => (row % 2 === 0 ? 'true' : 'false'),
  int2: integer,
  int4: integer,
  int8: integer,
  oid: integer,
  xid: integer,
  xid8: integer,
  cid: integer,
  numeric: (place, modifier) => sampleNumeric(place, modifier),
  float4: (place) => `${integer(place)}.25`,
  float8: (place) => `${integer(place)}.123456789`,
  money: (place) => `${integer(place)}.45`,
  text: (place) => sampleText(place),
  citext: (place) => sampleText(place),
  varchar: limitedText,
  bpchar: limitedText,
  name: (place) => sampleText(place, 63),
  refcursor: (place) => sampleText(place),
  char: (place) => sampleText(place, 1),
  date: (place) => dateOf(place),
  timestamp: (place) => `${dateOf(place)} 10:20:30.123456`,
  timestamptz: (place) => `${dateOf(place)} 10:20:30.123456+00`,
  time: (place) => timeOf(place),
  timetz: (place) => `${timeOf(place)}+02`,
  interval: ({ row, column }) => `${row + 1} years ${(column % 11) + 1} mons 3 days 04:05:06.789`,
  uuid: ({ row, column }) => `00000000-0000-4000-8000-${hex(column, 6)}${hex(row + 1, 6)}`,
  json: jsonObject,
  jsonb: jsonObject,
  jsonpath: ({ row, column }) => `$."sample${column}"[${row}]`,
  xml: ({ row, column }) => `<sample column="${column}">${row + 1}</sample>`,
  bytea: ({ row, column }) => `\\x${hex(column, 4)}${hex(row + 1, 4)}`,
  inet: ({ row, column }) => `192.0.${column % 250}.${(row % 250) + 1}`,
  cidr: ({ row, column }) => `10.${column % 250}.${row % 250}.0/24`,
  macaddr: ({ row, column }) => `08:00:2b:01:${hex(column % 256, 2)}:${hex(row % 256, 2)}`,
  macaddr8: ({ row, column }) => `08:00:2b:01:02:03:${hex(column % 256, 2)}:${hex(row % 256, 2)}`,
  bit: ({ row }, modifier) => bitsOf(row + 1, modifier < 1 ? 1 : modifier),
  varbit: ({ row }, modifier) => bitsOf(row + 1, modifier < 1 ? 8 : modifier),
  point: ({ row, column }) => `(${column}.5,${row + 1})`,
  line: ({ row, column }) => `{1,${column},${row + 1}}`,
  lseg: ({ row, column }) => `[(0,0),(${column},${row + 1})]`,
  box: ({ row, column }) => `(${column},${row * 2 + 1}),(0,${row * 2})`,
  path: ({ row, column }) => `((0,0),(1,${row + 1}),(${column},1))`,
  polygon: ({ row, column }) => `((0,0),(1,${row + 1}),(${column},1))`,
  circle: ({ row, column }) => `<(${row * 10},${column}),1.5>`,
  tsvector: ({ row, column }) => `'column${column}':1 'row${row + 1}':2`,
  tsquery: ({ row, column }) => `'column${column}' & 'row${row + 1}'`,
  pg_lsn: ({ row, column }) => `16/${hex(column * 256 + row + 1, 8)}`,
  pg_snapshot: ({ row, column }) => `${column}:${column + row + 1}:`,
  txid_snapshot: ({ row, column }) => `${column}:${column + row + 1}:`,
  tid: ({ row, column }) => `(${column},${row + 1})`,
  int2vector: ({ row, column }) => `${column} ${row + 1}`,
  oidvector: ({ row, column }) => `${column} ${row + 1}`,
  aclitem: oneOf('pg_monitor=r/pg_monitor', 'pg_monitor=w/pg_monitor', 'pg_monitor=a/pg_monitor'),
  regclass: oneOf('pg_catalog.pg_class', 'pg_catalog.pg_type', 'pg_catalog.pg_proc'),
  regtype: oneOf('pg_catalog.int4', 'pg_catalog.text', 'pg_catalog.date'),
  regproc: oneOf('pg_catalog.pi', 'pg_catalog.now', 'pg_catalog.version'),
  regprocedure: oneOf('pg_catalog.pi()', 'pg_catalog.now()', 'pg_catalog.version()'),
  regoper: oneOf('pg_catalog.||/', 'pg_catalog.|/', 'pg_catalog.!!'),
  regoperator: oneOf(
    'pg_catalog.+(pg_catalog.int4,pg_catalog.int4)',
    'pg_catalog.-(pg_catalog.int4,pg_catalog.int4)',
    'pg_catalog.*(pg_catalog.int4,pg_catalog.int4)',
  ),
  regrole: oneOf('pg_monitor', 'pg_read_all_stats', 'pg_signal_backend'),
  regnamespace: oneOf('pg_catalog', 'information_schema', 'pg_toast'),
  regconfig: oneOf('pg_catalog.simple', 'pg_catalog.english', 'pg_catalog.german'),
  regdictionary: oneOf('pg_catalog.simple', 'pg_catalog.english_stem', 'pg_catalog.german_stem'),
  regcollation: oneOf('pg_catalog."C"', 'pg_catalog."POSIX"', 'pg_catalog."default"'),
  hstore: ({ row, column }) => `"column"=>"${column}", "row"=>"${row + 1}"`,
  ltree: ({ row, column }) => `top.column${column}.row${row + 1}`,
  lquery: ({ row, column }) => `top.column${column}.row${row + 1}.*`,
  ltxtquery: ({ row, column }) => `column${column} & row${row + 1}`,
  cube: ({ row, column }) => `(${column}, ${row + 1})`,
  seg: ({ row, column }) => `${column}.5 .. ${column + row + 1}.5`,
  vector: vectorOf,
  halfvec: vectorOf,
  geometry: geometryOf,
  geography: geometryOf,
};

function integer({ row, column }: SampleTarget): string {
  return String(column * 3 + row + 1);
}

/**
 * Precision and scale as packed by numeric_in; since PostgreSQL 15 the scale may be negative or larger than
 * the precision (numeric.c, `make_numeric_typmod`).
 */
function sampleNumeric(place: SampleTarget, modifier: number): string {
  if (modifier < 4) return `${integer(place)}.345`;
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  const digit = String((place.row % 9) + 1);
  if (scale < 0) return digit + '0'.repeat(-scale);
  if (scale >= precision) return `0.${'0'.repeat(scale - precision)}${digit.repeat(precision)}`;
  const whole = String(Number(integer(place)) % 10 ** Math.min(precision - scale, 9));
  return scale === 0 ? whole : `${whole}.${digit.repeat(scale)}`;
}

/** The modifier of `varchar(n)` and `char(n)` is n + 4; plain `char` is `char(1)` and has one, too. */
function limitedText(place: SampleTarget, modifier: number): string {
  return sampleText(place, modifier < 4 ? Infinity : modifier - 4);
}

/** Rows are 100 days apart, so that periods that start in one row end before the next. */
function dateOf({ row, column }: SampleTarget): string {
  return new Date(Date.UTC(2021, 0, 1) + (row * 100 + column) * day).toISOString().slice(0, 10);
}

function timeOf({ row, column }: SampleTarget): string {
  return `${String(10 + (row % 12))}:${String(column % 60).padStart(2, '0')}:30.123456`;
}

function jsonObject({ row, column }: SampleTarget): string {
  return `{"row": ${row + 1}, "column": ${column}}`;
}

function bitsOf(value: number, width: number): string {
  return value.toString(2).slice(-width).padStart(width, '0');
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0').slice(-width);
}

function oneOf(...values: readonly string[]): Sampler {
  return ({ row }) => values[row % values.length] ?? '';
}

/** pgvector: the modifier is the number of dimensions. */
function vectorOf({ row }: SampleTarget, modifier: number): string {
  return `[${Array.from({ length: modifier < 1 ? 3 : modifier }, (_, place) => place + row + 1).join()}]`;
}

/** PostGIS: the modifier contains the SRID and the geometry type (`gserialized_typmod.c`). */
function geometryOf({ row, column }: SampleTarget, modifier: number): string {
  const shapes = [
    `POINT(${column} ${row})`,
    `POINT(${column} ${row})`,
    `LINESTRING(0 0, ${column} ${row + 1})`,
    `POLYGON((0 0, ${column} 0, ${column} ${row + 1}, 0 0))`,
    `MULTIPOINT(0 0, ${column} ${row})`,
    `MULTILINESTRING((0 0, ${column} ${row + 1}))`,
    `MULTIPOLYGON(((0 0, ${column} 0, ${column} ${row + 1}, 0 0)))`,
  ];
  const shape = shapes[modifier < 0 ? 0 : (modifier & 0xfc) >> 2] ?? `POINT(${column} ${row})`;
  const srid = modifier < 0 ? 0 : (modifier & 0x0fffff00) >> 8;
  return srid > 0 ? `SRID=${srid};${shape}` : shape;
}
