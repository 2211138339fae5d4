import { refersTo } from '../../../src/catalog/object-references.js';
import { kinds, type CatalogObject } from '../../../src/catalog/object.js';

function object(kind: CatalogObject['kind'], name: string, definition = ''): CatalogObject {
  return { kind, name, attributes: definition === '' ? {} : { definition } };
}

describe('whether the text of an object names another one', () => {
  test.each(kinds)('ends for an object of one word and any name of the kind %s', (kind) => {
    const policy: CatalogObject = { kind: 'policy', name: 'p ON public.t', attributes: { for: 'insert' } };
    for (const name of ['(public.mood AS text)', '', '()', '"(a)"', ' ', 'FOR text LANGUAGE sql']) {
      expect(refersTo(policy, object(kind, name))).toBe(false);
    }
  });

  test('is never so for a cast', () => {
    const view = object('view', 'public.v', " SELECT (m)::text FROM public.t WHERE ((m)::text = 'a')");
    expect(refersTo(view, object('cast', '(public.mood AS text)'))).toBe(false);
  });

  test('is so for a function whose quoted name has a parenthesis', () => {
    const view = object('view', 'public.v', ' SELECT public."f(x)"(1)');
    expect(refersTo(view, object('function', 'public."f(x)"(integer)'))).toBe(true);
    expect(refersTo(view, object('function', 'public."f(y)"(integer)'))).toBe(false);
  });
});
