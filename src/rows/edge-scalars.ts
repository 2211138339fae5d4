import { extreme, odd, type EdgeValue } from './edge-value.js';

/** Edge values by modifier, as in `pg_attribute.atttypmod`; -1 means none. */
type Edges = (modifier: number) => readonly EdgeValue[];

/** Edge values of built-in types and well-known extensions, by name in `pg_type`. */
export const edgeScalars: Readonly<Record<string, Edges>> = {
  int2: () => integers('-32768', '32767'),
  int4: () => integers('-2147483648', '2147483647'),
  // 2^53 + 1 is the first integer that double precision cannot represent.
  int8: () => [
    ...integers('-9223372036854775808', '9223372036854775807'),
    extreme('beyond 2^53', '9007199254740993'),
  ],
  oid: () => [odd('zero', '0'), extreme('largest', '4294967295')],
  numeric: numerics,
  float4: () => floats('1.2345678', '3.4028235e+38'),
  float8: () => floats('0.30000000000000004', '1.7976931348623157e+308'),
  money: () => [odd('zero', '0'), odd('negative', '-1.05')],
  bool: () => [odd('false', 'false')],
  text: texts,
  citext: texts,
  varchar: texts,
  bpchar: texts,
  date: () => [
    odd('before 1970', '1969-12-31'),
    odd('leap day', '2000-02-29'),
    odd('year 9999', '9999-12-31'),
    ...infinities,
    extreme('BC', '0044-03-15 BC'),
  ],
  timestamp: () => timestamps(''),
  timestamptz: () => timestamps('+00'),
  time: () => times(''),
  timetz: () => times('-08'),
  interval: () => [
    odd('zero', '00:00:00'),
    odd('24 hours', '24:00:00'),
    odd('30 days', '30 days'),
    odd('negative', '-1 mons +2 days -00:00:00.000001'),
  ],
  uuid: () => [
    odd('nil', '00000000-0000-0000-0000-000000000000'),
    odd('largest', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
  ],
  json: () => [...documents, odd('keys twice and out of order', '{"b":1,  "a":[ 1.50, null ],"a":"twice"}')],
  jsonb: () => documents,
  bytea: () => [
    odd('empty', '\\x'),
    odd('zero byte', '\\x00'),
    odd('quote and backslash bytes', '\\x275c00ff'),
  ],
  inet: () => [
    odd('network with host bits', '192.0.2.77/24'),
    odd('IPv6', '2001:db8::77/64'),
    odd('all', '0.0.0.0/0'),
  ],
  cidr: () => [odd('IPv6', '2001:db8::/32'), odd('all', '0.0.0.0/0')],
  bit: (modifier) => bits(modifier < 1 ? 1 : modifier),
  varbit: (modifier) => [odd('empty', ''), ...bits(modifier < 1 ? 8 : modifier)],
  tsvector: () => [odd('empty', '')],
  hstore: () => [odd('empty', ''), odd('key without value', '"key"=>NULL')],
  point: () => [odd('origin', '(0,0)')],
  xml: () => [odd('empty element', '<empty/>')],
};

const infinities = [extreme('infinity', 'infinity'), extreme('-infinity', '-infinity')];

function integers(least: string, most: string): readonly EdgeValue[] {
  return [odd('zero', '0'), odd('negative', '-1'), extreme('least', least), extreme('largest', most)];
}

function floats(fine: string, most: string): readonly EdgeValue[] {
  return [
    odd('zero', '0'),
    odd('negative', '-1.5'),
    odd('all digits', fine),
    extreme('largest', most),
    extreme('NaN', 'NaN'),
    extreme('infinity', 'Infinity'),
  ];
}

/** Precision and scale as packed by numeric_in (numeric.c, `make_numeric_typmod`). */
function numerics(modifier: number): readonly EdgeValue[] {
  const common = [odd('zero', '0'), extreme('NaN', 'NaN')];
  if (modifier < 4) {
    return [
      ...common,
      odd('negative', '-1.5'),
      odd('fine fraction', '0.123456789'),
      extreme('many digits', '12345678901234567890.12345678901234567890'),
    ];
  }
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  if (scale < 0 || scale > precision) return common;
  const whole = '9'.repeat(precision - scale) || '0';
  const most = scale === 0 ? whole : `${whole}.${'9'.repeat(scale)}`;
  const least = scale === 0 ? '1' : `0.${'0'.repeat(scale - 1)}1`;
  return [...common, odd('negative', `-${least}`), odd('smallest fraction', least), extreme('largest', most)];
}

const longText = 300;

/** The modifier of `varchar(n)` and `char(n)` is n + 4. */
function texts(modifier: number): readonly EdgeValue[] {
  const length = modifier < 4 ? Infinity : modifier - 4;
  const full = extreme('full length', 'x'.repeat(Math.min(length, longText)));
  const all = [
    odd('empty text', ''),
    odd('blanks around', '  Blanks around '),
    odd('lines', 'Line 1\nLine 2\r\n\tLine 3'),
    odd('quotes and backslashes', `It's "C:\\dir\\" %_`),
    odd('accents and emoji', 'Größe İ ß 世界 🙂'),
    odd('short blanks around', ' B '),
    odd('digits', '007'),
    full,
  ];
  return all.filter(({ text }) => Array.from(text ?? '').length <= length);
}

function timestamps(zone: string): readonly EdgeValue[] {
  return [
    odd('before 1970', `1969-12-31 23:59:59.999999${zone}`),
    odd('midnight', `2000-02-29 00:00:00${zone}`),
    odd('year 9999', `9999-12-31 23:59:59.999999${zone}`),
    ...infinities,
    extreme('BC', `0044-03-15 12:00:00${zone} BC`),
  ];
}

function times(zone: string): readonly EdgeValue[] {
  return [
    odd('midnight', `00:00:00${zone}`),
    odd('last microsecond', `23:59:59.999999${zone}`),
    odd('24:00', `24:00:00${zone}`),
  ];
}

const documents = [
  odd('JSON null', 'null'),
  odd('empty object', '{}'),
  odd('empty array', '[]'),
  odd('members without values', '{"": null, "list": [], "text": ""}'),
  odd('number', '1.50'),
];

function bits(width: number): readonly EdgeValue[] {
  return [odd('all zeros', '0'.repeat(width)), odd('all ones', '1'.repeat(width))];
}
