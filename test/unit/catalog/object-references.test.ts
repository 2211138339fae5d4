import { refersTo } from '../../../src/catalog/model/object-references.js';
import { usersIn } from '../../../src/catalog/model/users.js';
import { kindNames } from '../../../src/catalog/kinds/lists.js';
import type { CatalogObject } from '../../../src/catalog/model/object.js';

function object(kind: CatalogObject['kind'], name: string, definition = ''): CatalogObject {
  return { kind, name, attributes: definition === '' ? {} : { definition } };
}

describe('the search for references in the definition of an object', () => {
  test.each(kindNames())('terminates for a one-word definition and unusual names of the kind %s', (kind) => {
    const policy: CatalogObject = { kind: 'policy', name: 'p ON public.t', attributes: { for: 'insert' } };
    for (const name of ['(public.mood AS text)', '', '()', '"(a)"', ' ', 'FOR text LANGUAGE sql']) {
      expect(refersTo(policy, object(kind, name))).toBe(false);
    }
  });

  test('finds a cast only if a value may be converted to its target type', () => {
    const view = object('view', 'public.v', " SELECT (m)::text FROM public.t WHERE ((m)::text = 'mood')");
    expect(refersTo(view, object('cast', '(text AS public.mood)'))).toBe(false);
    expect(refersTo(view, object('cast', '(public.mood AS text)'))).toBe(true);
    expect(usersIn(new Map([['view public.v', view]]), object('cast', '(public.mood AS text)'))).toEqual([]);
  });

  test('finds a function whose quoted name contains a parenthesis', () => {
    const view = object('view', 'public.v', ' SELECT public."f(x)"(1)');
    expect(refersTo(view, object('function', 'public."f(x)"(integer)'))).toBe(true);
    expect(refersTo(view, object('function', 'public."f(y)"(integer)'))).toBe(false);
  });

  const body = 'BEGIN INSERT INTO public.t VALUES (1); RETURN NEW; END';
  const header = 'CREATE OR REPLACE FUNCTION public.f()\n RETURNS trigger\n LANGUAGE plpgsql\nAS $function$';

  test('ignores names in the body of a function, and the function itself', () => {
    const routine = object('function', 'public.f()', `${header}${body}$function$`);
    expect(refersTo(routine, object('table', 'public.t'))).toBe(false);
    expect(refersTo(routine, object('view', 'public.f'))).toBe(false);
  });

  test('finds a name in a string only if the string is converted to an object identifier', () => {
    const column = (value: string): CatalogObject => ({
      ...object('column', 'public.t.id'),
      attributes: { type: 'integer', default: value },
    });
    const sequence = object('sequence', 'public.s');
    expect(refersTo(column("nextval('public.s'::regclass)"), sequence)).toBe(true);
    expect(refersTo(column("'public.s'::text"), sequence)).toBe(false);
  });
});
