import { roleOf } from '../../../src/rehearse/snapshot/statement-policy.js';

describe('a statement of a dump', () => {
  it.each([
    {
      sql: 'CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public',
      role: { kind: 'extension', name: 'uuid-ossp' },
    },
    { sql: "COMMENT ON EXTENSION hstore IS 'x'", role: { kind: 'about extension', name: 'hstore' } },
    { sql: "SET client_encoding = 'LATIN1'", role: { kind: 'encoding', name: 'LATIN1' } },
    { sql: 'SET transaction_timeout = 0', role: { kind: 'setting' } },
    { sql: 'CREATE SCHEMA public', role: { kind: 'schema', name: 'public' } },
    { sql: "INSERT INTO public.t VALUES (1, 'CREATE ROLE x')", role: { kind: 'insert' } },
    { sql: 'CREATE DATABASE shop WITH TEMPLATE = template0', role: { kind: 'skip' } },
    { sql: 'ALTER DATABASE shop OWNER TO alice', role: { kind: 'skip' } },
    { sql: 'CREATE ROLE alice', role: { kind: 'skip' } },
    { sql: "ALTER ROLE alice WITH LOGIN PASSWORD 'x'", role: { kind: 'skip' } },
    { sql: 'GRANT readers TO alice', role: { kind: 'skip' } },
    { sql: 'GRANT CONNECT ON DATABASE shop TO alice', role: { kind: 'skip' } },
    { sql: 'GRANT SELECT ON TABLE public.t TO alice', role: { kind: 'run' } },
    { sql: 'CREATE USER MAPPING FOR alice SERVER s', role: { kind: 'run' } },
    { sql: 'ALTER TABLE public.t OWNER TO alice', role: { kind: 'run' } },
    { sql: 'ALTER DEFAULT PRIVILEGES FOR ROLE alice GRANT SELECT ON TABLES TO bob', role: { kind: 'run' } },
  ])('is loaded according to what it is for: $sql', ({ sql, role }) => {
    expect(roleOf(sql)).toEqual(role);
  });
});
