import { pageStem } from '../../../src/schema-docs/document/page-names.js';
import { oddNames } from './support/schema.js';

describe('the name of a page', () => {
  it.each([
    ['public.users', 'users'],
    ['public.order_items_2', 'order_items_2'],
    ['audit.events', 'audit.events'],
  ])('of %s is %s', (relation, stem) => {
    expect(pageStem(relation)).toBe(stem);
  });

  it.each([
    [
      'capitals, which some file systems do not tell from small letters',
      'public."Users"',
      /^users-[0-9a-f]{8}$/,
    ],
    ['what a path or an address could not hold', 'public."us/ers?"', /^us-ers-[0-9a-f]{8}$/],
    ['a point, which stands between schema and table', 'public."audit.events"', /^audit-events-[0-9a-f]{8}$/],
    ['letters of other scripts', 'public."таблица"', /^[0-9a-f]{8}$/],
    ['a name of the page that lists all others', 'public.readme', /^readme-[0-9a-f]{8}$/],
    ['a name of the page of functions', 'public.functions', /^functions-[0-9a-f]{8}$/],
    ['a device of Windows', 'public.con', /^con-[0-9a-f]{8}$/],
    ['a schema named after such a device', 'aux.users', /^_aux.users-[0-9a-f]{8}$/],
    ['many letters', `public.${'a'.repeat(300)}`, /^a{120}-[0-9a-f]{8}$/],
  ])('ends in a hash for %s', (_, relation, stem) => {
    expect(pageStem(relation)).toMatch(stem);
  });

  it('is different for different relations, also if the file system ignores case', () => {
    const relations = oddNames.flatMap((name) => [`public.${name}`, `${name}.users`, `${name}.${name}`]);
    const stems = [...relations, 'public.users', 'users.users'].map((name) => pageStem(name).toLowerCase());
    expect(new Set(stems).size).toBe(relations.length + 2);
  });

  it('is valid on every file system and in every URL', () => {
    const stems = oddNames.flatMap((name) => [pageStem(`public.${name}`), pageStem(`${name}.${name}`)]);
    expect(stems.filter((stem) => !/^[a-z0-9_][a-z0-9_.-]*$/.test(stem))).toEqual([]);
    expect(stems.filter((stem) => /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/.test(stem))).toEqual([]);
  });
});
