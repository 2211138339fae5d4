import '../../../src/catalog/kinds/lists.js';
import type { CatalogObject } from '../../../src/catalog/model/object.js';
import { toSnapshot } from '../../../src/catalog/model/snapshot.js';
import { substituteNames } from '../../../src/catalog/model/substitute-names.js';

it('substitutes the name of a column in references to it, but not in the text of its comment', () => {
  const table = { kind: 'table', name: 'public.users' } as const;
  const column: CatalogObject = {
    kind: 'column',
    name: 'public.users.picture',
    parent: table,
    attributes: { type: 'text' },
  };
  const comment: CatalogObject = {
    kind: 'comment',
    name: 'column public.users.picture',
    parent: { kind: 'column', name: 'public.users.picture' },
    attributes: { text: 'Address of a picture, see public.users.picture.' },
  };
  const change = { from: 'public.users.picture', to: 'public.users.avatar' };
  const renamed = substituteNames(toSnapshot([column, comment]), [
    change,
    { from: 'picture', to: 'avatar', within: 'public.users' },
  ]);
  expect([...renamed.values()].map(({ name, attributes }) => [name, attributes])).toEqual([
    ['public.users.avatar', { type: 'text' }],
    ['column public.users.avatar', { text: 'Address of a picture, see public.users.picture.' }],
  ]);
});
