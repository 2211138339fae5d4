import { requiredText, textOf } from '../../model/attribute.js';
import type { CatalogObject } from '../../model/object.js';
import type { Repair } from '../../kind/repair.js';

/** Without `alter`: a membership with other options is revoked and granted again. */
export const roleMembership: Repair<'role membership'> = {
  kind: 'role membership',
  create: (object) => [
    `GRANT ${requiredText(object, 'group')} TO ${requiredText(object, 'member')}${options(object)}${grantor(object)};`,
  ],
  drop: (object) => [
    `REVOKE ${requiredText(object, 'group')} FROM ${requiredText(object, 'member')}${grantor(object)};`,
  ],
};

/** Only PostgreSQL 16 and later have the options INHERIT and SET; the reader names them there. */
function options(object: CatalogObject): string {
  const inherit = textOf(object, 'inherit');
  const admin = textOf(object, 'admin') === 'yes';
  if (inherit === undefined) return admin ? ' WITH ADMIN OPTION' : '';
  const chosen = [
    ...(admin ? ['ADMIN TRUE'] : []),
    `INHERIT ${inherit === 'yes' ? 'TRUE' : 'FALSE'}`,
    ...(textOf(object, 'set') === 'no' ? ['SET FALSE'] : []),
  ];
  return ` WITH ${chosen.join(', ')}`;
}

function grantor(object: CatalogObject): string {
  const role = textOf(object, 'grantor');
  return role === undefined ? '' : ` GRANTED BY ${role}`;
}
