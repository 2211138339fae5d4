import type { CatalogCase } from './case.js';

export const roleMembershipCases: readonly CatalogCase[] = [
  {
    name: 'a membership of one predefined role in another',
    change: 'GRANT pg_signal_backend TO pg_monitor',
    kind: 'role membership',
    object: 'pg_monitor in pg_signal_backend',
  },
  {
    name: 'a membership that is left',
    base: 'CREATE ROLE rt_group; CREATE ROLE rt_user',
    change: 'GRANT rt_group TO rt_user',
    kind: 'role membership',
    object: 'rt_user in rt_group',
  },
  {
    name: 'a lost membership',
    base: 'CREATE ROLE rt_group; CREATE ROLE rt_user NOINHERIT; GRANT rt_group TO rt_user WITH ADMIN OPTION',
    change: 'REVOKE rt_group FROM rt_user',
    kind: 'role membership',
    object: 'rt_user in rt_group',
  },
  {
    name: 'a membership in a predefined role',
    base: 'CREATE ROLE rt_user',
    change: 'GRANT pg_read_all_data TO rt_user',
    kind: 'role membership',
    object: 'rt_user in pg_read_all_data',
  },
  {
    name: 'a membership without the admin option',
    base: 'CREATE ROLE rt_group; CREATE ROLE rt_user; GRANT rt_group TO rt_user WITH ADMIN OPTION',
    change: 'REVOKE ADMIN OPTION FOR rt_group FROM rt_user',
    kind: 'role membership',
    object: 'rt_user in rt_group',
  },
  {
    name: 'a membership with other options',
    base: 'CREATE ROLE rt_group; CREATE ROLE rt_user; GRANT rt_group TO rt_user WITH INHERIT FALSE, SET FALSE',
    change: 'GRANT rt_group TO rt_user WITH INHERIT TRUE, SET TRUE',
    kind: 'role membership',
    object: 'rt_user in rt_group',
    since: 16,
  },
  {
    name: 'a membership granted by another role',
    base: 'CREATE ROLE rt_group; CREATE ROLE rt_admin; CREATE ROLE rt_user; GRANT rt_group TO rt_admin WITH ADMIN OPTION',
    change: 'GRANT rt_group TO rt_user GRANTED BY rt_admin',
    kind: 'role membership',
    object: 'rt_user in rt_group granted by rt_admin',
    since: 16,
  },
  {
    name: 'a membership given and taken',
    base: 'CREATE ROLE rt_group; CREATE ROLE rt_user',
    change: 'GRANT rt_group TO rt_user',
    undo: 'REVOKE rt_group FROM rt_user',
  },
];
