import '../../../src/catalog/kinds/lists.js';
import { canonicalExpression } from '../../../src/catalog/model/canonical-expression.js';
import { isSameAttribute } from '../../../src/catalog/model/same-attribute.js';

/** An expression as PostgreSQL prints it, and as PostgreSQL prints it after parsing that output. */
const printedTwice: readonly (readonly [string, string])[] = [
  [
    "CHECK (((state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))",
    "CHECK (((state)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))",
  ],
  ['(d = ANY ((ARRAY[1, (2 + 3)])::numeric[]))', '(d = ANY (ARRAY[(1)::numeric, ((2 + 3))::numeric]))'],
  [
    '(v = ANY ((ARRAY[\'a\'::character varying(3)])::public."My Type"[]))',
    '(v = ANY (ARRAY[(\'a\'::character varying(3))::public."My Type"]))',
  ],
  [
    '((ARRAY[ARRAY[1, 2], ARRAY[3]])::bigint[] @> x)',
    '(ARRAY[ARRAY[(1)::bigint, (2)::bigint], ARRAY[(3)::bigint]] @> x)',
  ],
  [
    "CREATE STATISTICS public.s ON (a::text = ANY (ARRAY['x'::character varying]::text[])) FROM public.t",
    "CREATE STATISTICS public.s ON (a::text = ANY (ARRAY['x'::character varying::text])) FROM public.t",
  ],
  ['(((a = 1) OR (b = 2)) OR (c = 3))', '((a = 1) OR (b = 2) OR (c = 3))'],
  ['((((a = 1) AND (b = 2)) AND (c = 3)) AND d)', '((a = 1) AND (b = 2) AND (c = 3) AND d)'],
  ['FROM (VALUES (1), (2)) v', 'FROM ( VALUES (1), (2)) v'],
  [
    "CREATE FUNCTION f(x boolean DEFAULT (v = ANY ((ARRAY['a'::character varying])::text[]))) AS $$a  b$$",
    "CREATE FUNCTION f(x boolean DEFAULT (v = ANY (ARRAY[('a'::character varying)::text]))) AS $$a  b$$",
  ],
];

const different: readonly (readonly [string, string])[] = [
  ["(a = 'x y'::text)", "(a = 'x  y'::text)"],
  ['(a = "x y")', '(a = "x  y")'],
  ["(a = E'x\\\\'' y'::text)", "(a = E'x\\\\''  y'::text)"],
  ['AS $f$a  b$f$', 'AS $f$a b$f$'],
  ["(ARRAY['a'::text])::name[]", "ARRAY[('a'::text)::text]"],
  ["((ARRAY['a'::text])::text[])[1]", "(ARRAY[('b'::text)::text])[1]"],
  ['((a OR b) AND c)', '(a OR b AND c)'],
  ['(a OR (b AND c))', '((a OR b) AND c)'],
  ['(a AND (b OR c))', '(a AND b OR c)'],
  ['(a - (b - c))', '((a - b) - c)'],
  ['(a, b)', '(a b)'],
  ["'(a OR b) OR c'::text", "'a OR b OR c'::text"],
  ['(a > 1)', '(a > 10)'],
  ['(a > 1))', '((a > 1)'],
];

describe('the canonical form of an expression', () => {
  it.each(printedTwice)(
    'of %s does not depend on how often PostgreSQL has printed and parsed it',
    (once, twice) => {
      expect(canonicalExpression(once)).toBe(canonicalExpression(twice));
    },
  );

  it.each(different)('differs for %s and %s, whose meaning may differ', (one, other) => {
    expect(canonicalExpression(one)).not.toBe(canonicalExpression(other));
  });
});

describe('an attribute', () => {
  it('is compared as an expression only if it contains one', () => {
    const isSame = (kind: 'comment' | 'constraint', attribute: string) =>
      isSameAttribute({ kind, attribute }, 'CHECK ((a OR b) OR c)', 'CHECK ((a OR b)  OR c)');
    expect([isSame('constraint', 'definition'), isSame('comment', 'text')]).toEqual([true, false]);
  });
});
