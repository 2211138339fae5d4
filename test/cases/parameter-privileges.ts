import { bothWays } from './both-ways.js';
import type { CatalogCase } from './case.js';

const roles = 'CREATE ROLE zoo_reader; CREATE ROLE zoo_admin;';

/** Privileges on parameters exist since PostgreSQL 15. */
export const parameterPrivilegesCases: readonly CatalogCase[] = [
  ...bothWays('parameter privileges', 'log_statement', [
    {
      name: 'a privilege on a parameter',
      base: roles,
      change: 'GRANT SET ON PARAMETER log_statement TO zoo_reader',
      back: 'REVOKE SET ON PARAMETER log_statement FROM zoo_reader',
      says: ['SET TO zoo_reader'],
    },
    {
      name: 'another privilege on a parameter',
      base: `${roles} GRANT SET ON PARAMETER log_statement TO zoo_reader`,
      change: 'GRANT ALTER SYSTEM ON PARAMETER log_statement TO zoo_admin WITH GRANT OPTION',
      back: 'REVOKE ALTER SYSTEM ON PARAMETER log_statement FROM zoo_admin',
      says: ['ALTER SYSTEM TO zoo_admin WITH GRANT OPTION'],
    },
    {
      name: 'a privilege on a parameter for everybody',
      change: 'GRANT SET ON PARAMETER log_statement TO PUBLIC',
      back: 'REVOKE SET ON PARAMETER log_statement FROM PUBLIC',
    },
  ]),
  ...bothWays('parameter privileges', 'zoo.of_extension', [
    {
      name: "a privilege on an extension's parameter",
      base: roles,
      change: 'GRANT SET ON PARAMETER zoo.of_extension TO zoo_reader',
      back: 'REVOKE SET ON PARAMETER zoo.of_extension FROM zoo_reader',
    },
  ]),
].map((one) => ({ ...one, since: 15 }));
