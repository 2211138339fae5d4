import '../../../src/catalog/kinds/lists.js';
import { parseObjectPattern } from '../../../src/catalog/model/object-pattern.js';
import { withAcceptedObjects } from '../../../src/cli/flags.js';

describe('--accept-traces', () => {
  it.each([
    ['down --accept-traces', 'down --accept-traces=*'],
    ['down --accept-traces 2', 'down --accept-traces=* 2'],
    ['down --accept-traces 1_orders --yes', 'down --accept-traces=* 1_orders --yes'],
    ['down --accept-traces --yes', 'down --accept-traces=* --yes'],
    ['down --accept-traces * 2', 'down --accept-traces=* 2'],
    ['down --accept-traces table_public.x 2', 'down --accept-traces=table_public.x 2'],
    [
      'down --accept-traces table_public.x --accept-traces type_*',
      'down --accept-traces=table_public.x --accept-traces=type_*',
    ],
    ['down --accept-traces=table_public.x', 'down --accept-traces=table_public.x'],
    ['prove', 'prove'],
  ])('takes only arguments that name an object, in the command line %s', (line, expected) => {
    // The line is split at spaces; an underscore after a kind represents a space within an argument.
    const words = (text: string) => text.split(' ').map((word) => word.replace(/\b(table|type)_/, '$1 '));
    expect(withAcceptedObjects(words(line))).toEqual(words(expected));
  });
});

describe('the parser of object patterns', () => {
  it.each([
    ['table public.orders', { kind: 'table', name: 'public.orders' }, true],
    ['table public.orders', { kind: 'table', name: 'public.orders2' }, false],
    ['table public.*', { kind: 'table', name: 'public.orders' }, true],
    ['table public.*', { kind: 'index', name: 'public.orders' }, false],
    ['* *.orders', { kind: 'index', name: 'public.orders' }, true],
    ['materialized view public.v', { kind: 'materialized view', name: 'public.v' }, true],
    ['*', { kind: 'trigger', name: 't on public.orders' }, true],
    ['trigger * on public.orders', { kind: 'trigger', name: 't on public.orders' }, true],
  ] as const)('%s matches %j: %s', (text, object, expected) => {
    expect(parseObjectPattern(text)?.matches(object)).toBe(expected);
  });

  it.each(['orders', 'table', 'table ', 'tabel public.orders', ''])('rejects "%s"', (text) => {
    expect(parseObjectPattern(text)).toBeUndefined();
  });
});
