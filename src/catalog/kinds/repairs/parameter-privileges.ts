import { listOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import { changePrivileges } from '../../model/privileges.js';
import type { Repair } from '../../kind/repair.js';

export const parameterPrivileges: Repair<'parameter privileges'> = {
  kind: 'parameter privileges',
  create: (object) => change(object, [], listOf(object, 'grants')),
  drop: (object) => change(object, listOf(object, 'grants'), []),
  alter: ({ from, to }) => change(to, listOf(from, 'grants'), listOf(to, 'grants')),
};

/** Who owns parameters, the bootstrap superuser, plays no part. */
const owner = '';

function change({ name }: CatalogObject, from: readonly string[], to: readonly string[]): readonly string[] {
  return changePrivileges({
    acl: 'p',
    on: `PARAMETER ${name}`,
    from: { owner, privileges: from },
    to: { owner, privileges: to },
  });
}
