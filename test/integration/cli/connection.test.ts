import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import pg from 'pg';
import { startEphemeralServer, type EmbeddedServer } from '../../../src/database/embedded/embedded-server.js';
import { startOldServer } from './support/old-server.js';
import { createProject, type Project } from './support/project.js';
import { sql, threeTables } from './support/migrations.js';
import { createCertificate, hasOpenssl, type Certificate } from './support/tls.js';

/**
 * A separate server with password authentication (SCRAM), because the tests change its settings and roles.
 */
let server: EmbeddedServer;
let admin: pg.Client;
let project: Project;

const secret = 'opensesame';

beforeAll(async () => {
  server = await startEphemeralServer();
  project = await createProject(threeTables);
  const { host, port, user, password } = server;
  admin = new pg.Client({ host, port, user, password, database: 'postgres' });
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await project.remove();
  await server.stop();
});

interface UrlParts {
  readonly user?: string;
  readonly password?: string;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly query?: string;
}

function urlOf(parts: UrlParts): string {
  const { user, password, host, port, database, query } = {
    user: server.user,
    password: server.password,
    host: server.host,
    port: server.port,
    database: 'postgres',
    query: '',
    ...parts,
  };
  return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}${query}`;
}

/** Runs a command that fails, and asserts that its output does not contain the password. */
async function fail(parts: UrlParts, line = 'status'): Promise<string> {
  const url = urlOf(parts);
  const { code, stdout, stderr } = await project.run(`${line} --json --verbose`, { DATABASE_URL: url });
  const { code: quietCode, stderr: stderrAlone } = await project.run(line, { DATABASE_URL: url });

  expect([code, quietCode]).toEqual([3, 3]);
  for (const word of [secret, server.password]) expect(stdout + stderr).not.toContain(word);
  expect(stderrAlone).not.toMatch(/^ +at /m);
  expect(JSON.parse(stdout)).toMatchObject({ format: 'roundtrip.error/1', error: { code: 'database' } });
  return stderrAlone;
}

describe('the error message contains cause and place', () => {
  it('if no server listens', async () => {
    expect(await fail({ port: 1, password: secret })).toContain(
      'error: no PostgreSQL server is reachable at 127.0.0.1:1 (ECONNREFUSED)\nCheck the host and port in DATABASE_URL',
    );
  });

  it('if the host is unknown', async () => {
    expect(await fail({ host: 'nosuch.invalid', password: secret })).toMatch(
      /no PostgreSQL server is reachable at nosuch\.invalid:\d+ \((ENOTFOUND|EAI_AGAIN)\)/,
    );
  });

  it('if the password is wrong', async () => {
    expect(await fail({ password: secret })).toContain('rejected the password of role "postgres"');
  });

  it('if the password is missing', async () => {
    expect(await fail({ password: '' })).toContain(
      'requires a password for role "postgres", but none is set',
    );
  });

  it('if the database does not exist', async () => {
    expect(await fail({ database: 'nosuch' })).toContain('has no database "nosuch"');
  });

  it('if the role may not connect', async () => {
    await admin.query(`CREATE ROLE outsider LOGIN PASSWORD '${secret}'`);
    await admin
      .query('CREATE DATABASE closed; ')
      .then(() => admin.query('REVOKE CONNECT ON DATABASE closed FROM PUBLIC'));

    expect(await fail({ user: 'outsider', password: secret, database: 'closed' })).toContain(
      'role "outsider" has no privilege to connect to this database',
    );
  });

  it('if the role may not create the migrations table', async () => {
    await admin.query(`CREATE ROLE reader LOGIN PASSWORD '${secret}'`);
    const message = await fail({ user: 'reader', password: secret }, 'up');

    expect(message).toContain(
      'the migrations table public.pgmigrations cannot be created: permission denied',
    );
    expect(message).toContain('GRANT CREATE, USAGE ON SCHEMA public');
  });

  it('if another kind of server responds', async () => {
    const other: Server = createServer((_, response) => response.end('Hello'));
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        resolve((other.address() as AddressInfo).port);
      });
    });

    expect(await fail({ port, password: secret })).toContain(
      `no PostgreSQL server is reachable at 127.0.0.1:${port}`,
    );
    other.close();
  });

  it('if the server is too old', async () => {
    const old = await startOldServer();
    const { port } = old.address() as AddressInfo;

    expect(await fail({ port })).toContain('PostgreSQL 13.23; the oldest supported version is 14');
    old.close();
  });

  it('if all connections are in use', async () => {
    await admin.query(`CREATE ROLE busy LOGIN PASSWORD '${secret}' CONNECTION LIMIT 0`);

    expect(await fail({ user: 'busy', password: secret })).toContain('has no free connections');
  });
});

describe('a server without TLS', () => {
  it.each(['require', 'verify-full', 'no-verify'])('is rejected with sslmode=%s', async (mode) => {
    expect(await fail({ query: `?sslmode=${mode}` })).toContain(
      'does not offer TLS, but DATABASE_URL requires it',
    );
  });

  it.each(['disable', 'prefer', 'allow'])('is used with sslmode=%s', async (mode) => {
    expect((await project.run('status', { DATABASE_URL: urlOf({ query: `?sslmode=${mode}` }) })).code).toBe(
      0,
    );
  });
});

(hasOpenssl ? describe : describe.skip)('a server with TLS (needs the program openssl)', () => {
  let certificate: Certificate;

  beforeAll(async () => {
    certificate = await createCertificate(server);
    await admin.query(`ALTER SYSTEM SET ssl_cert_file = '${certificate.certificate}'`);
    await admin.query(`ALTER SYSTEM SET ssl_key_file = '${certificate.key}'`);
    await admin.query('ALTER SYSTEM SET ssl = on');
    await admin.query('SELECT pg_reload_conf()');
    await untilTls();
  });

  afterAll(() => rm(certificate.folder, { recursive: true }));

  /** The server takes a moment to reload its settings. */
  async function untilTls(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const { rows } = await admin.query<{ ssl: string }>('SHOW ssl');
      if (rows[0]?.ssl === 'on') return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the server does not turn ssl on');
  }

  it('is rejected with verify-full if its certificate authority is unknown', async () => {
    const message = await fail({ query: '?sslmode=verify-full' });

    expect(message).toContain('the certificate of 127.0.0.1:');
    expect(message).toContain('is not trusted');
    expect(message).toContain('Set sslrootcert to the file of its CA');
  });

  it('is accepted if its certificate authority is in sslrootcert or PGSSLROOTCERT', async () => {
    const query = `?sslmode=verify-full&sslrootcert=${certificate.certificate}`;
    const { host, port, user, password } = server;

    expect((await project.run('status', { DATABASE_URL: urlOf({ query }) })).code).toBe(0);
    const variables = {
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: 'postgres',
    };
    const tls = { PGSSLMODE: 'verify-full', PGSSLROOTCERT: certificate.certificate };
    expect((await project.run('status', { ...variables, ...tls })).code).toBe(0);
    expect((await project.run('status', { ...variables, PGSSLMODE: 'verify-full' })).code).toBe(3);
  });

  it('is rejected under a host name that its certificate does not contain', async () => {
    const query = `?sslmode=verify-full&sslrootcert=${certificate.certificate}`;

    expect(await fail({ host: 'localhost', query })).toContain('is not trusted');
  });

  it.each(['require', 'prefer', 'no-verify', 'allow'])(
    'is used with encryption with sslmode=%s',
    async (mode) => {
      await project.write({
        'tls/1_tls.js': `export const up = async (pgm) => {
  const [{ ssl }] = await pgm.db.select('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
  pgm.sql(\`COMMENT ON DATABASE postgres IS 'encrypted: \${ssl}'\`);
};
export const down = false;`,
      });
      const env = { DATABASE_URL: urlOf({ query: `?sslmode=${mode}` }) };
      const { code } = await project.run(
        `up --migrations-dir tls --migrations-table tls_${mode.replace('-', '_')}`,
        env,
      );

      expect(code).toBe(0);
      const { rows } = await admin.query(
        "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = 'postgres'",
      );
      expect(rows).toEqual([{ comment: 'encrypted: true' }]);
    },
  );
});

it('settings, role and application name come from the URL, and flags have precedence', async () => {
  await admin.query('CREATE ROLE owner_of_all');
  await admin.query('CREATE DATABASE settings OWNER owner_of_all');
  const seen = await createProject({
    'migrations/1_seen.js': sql(`CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS lock,
      current_setting('statement_timeout') AS statement, current_user::text AS role, current_setting('application_name') AS name`),
  });
  const options = '-c role=owner_of_all --statement-timeout=7min -c lock_timeout=9s';
  const query = `?options=${encodeURIComponent(options)}&application_name=deployer`;
  const url = urlOf({ database: 'settings', query });

  expect(await seen.run('up --lock-timeout 3s', { DATABASE_URL: url })).toMatchObject({ code: 0 });
  const client = new pg.Client({ connectionString: urlOf({ database: 'settings' }) });
  await client.connect();
  const { rows } = await client.query('SELECT * FROM seen');
  await client.end();
  await seen.remove();
  expect(rows).toEqual([{ lock: '3s', statement: '7min', role: 'owner_of_all', name: 'deployer' }]);
});
