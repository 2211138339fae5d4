import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { readOnlyDatabase } from '../../../src/studio/read-only-database.js';
import { startStudio, type Studio } from './support/studio.js';

const hostile = `"</pre><script>alert(1)</script><img src=x onerror=alert(2)>"`;

const files = {
  'migrations/1_users.sql':
    '-- Up Migration\nCREATE TABLE users (id int PRIMARY KEY);\n-- Down Migration\nDROP TABLE users;\n',
  'migrations/2_left.sql': `-- Up Migration
CREATE TYPE ${hostile} AS ENUM ('<b>'); ALTER TABLE users ADD COLUMN mood ${hostile};
-- Down Migration
ALTER TABLE users DROP COLUMN mood;
`,
};

let studio: Studio;
let headers: Readonly<Record<string, string>>;

beforeAll(async () => {
  studio = await startStudio(files);
  headers = { Authorization: `Bearer ${studio.token}` };
});
afterAll(() => studio.stop());

const api = ['/api/page/', '/api/page/history', '/api/page/migration/1_users', '/api/events'];

describe('the studio refuses', () => {
  it.each(api)('%s without the token, and with a wrong one', async (path) => {
    const without = await studio.send(path);
    const wrong = await studio.send(path, { headers: { Authorization: `Bearer ${studio.token.slice(1)}x` } });
    const inQuery = await studio.send(`${path}?token=${studio.token}`);
    expect([without.status, wrong.status, inQuery.status]).toEqual([401, 401, 401]);
    expect(without.body).not.toContain('users');
  });

  it.each(['attacker.example', 'attacker.example:80', '127.0.0.1', '127.0.0.1.nip.io:PORT', 'localhost:1'])(
    'a request for the host "%s", as after DNS rebinding, even with the token',
    async (host) => {
      const name = host.replace('PORT', String(studio.port));
      const statuses = await Promise.all(
        ['/', ...api].map(
          async (path) => (await studio.send(path, { headers: { ...headers, Host: name } })).status,
        ),
      );
      expect(new Set(statuses)).toEqual(new Set([403]));
    },
  );

  it.each([
    { Origin: 'https://attacker.example' },
    { Origin: 'null' },
    { Origin: 'http://127.0.0.1:1' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('a request of another page: %j', async (foreign) => {
    expect((await studio.send('/api/page/', { headers: { ...headers, ...foreign } })).status).toBe(403);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('the method %s', async (method) => {
    expect((await studio.send('/api/page/', { method, headers })).status).toBe(405);
  });

  it.each([
    '/../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/api/page/migration/..%2f..%2fpackage.json',
    '/api/page/migration/%00',
    '/api/page/migration/%E0%A4%A',
    '/api/page/../../etc/passwd',
    '/schema/../api/page/',
    '/schema/guessed',
    '/studio.js/../../jobs.js',
    'http://127.0.0.1/api/page/',
    '//attacker.example/',
    '*',
  ])('the path %s', async (path) => {
    expect([404, 400]).toContain((await studio.send(path, { headers })).status);
  });
});

describe('the studio', () => {
  it('answers the page itself under every name of this machine', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      const own = { ...headers, Host: `${name}:${studio.port}`, Origin: `http://${name}:${studio.port}` };
      expect((await studio.send('/api/page/', { headers: own })).status).toBe(200);
    }
  });

  it('listens on the loopback interface only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) {
      const outcome = await new Promise<string>((resolve) => {
        const socket = connect({ host: address, port: studio.port });
        socket.on('connect', () => {
          resolve('connected');
        });
        socket.on('error', (error) => {
          resolve((error as NodeJS.ErrnoException).code ?? '');
        });
      });
      expect(outcome).toBe('ECONNREFUSED');
    }
  });

  it('sends a strict policy and nothing of the project with the page that needs no token', async () => {
    const { headers: sent, body } = await studio.send('/');
    expect(sent['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    expect(sent['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
    expect(sent).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(Object.keys(sent)).not.toContain('access-control-allow-origin');
    expect(body).not.toMatch(/users|<script(?! type="module" src="\/studio\.js")/);
  });

  it('shows state, verdict and changes of each migration', async () => {
    await studio.pageWith('/', 'leaves traces');
    const html = await studio.pageWith('/', '+1 table');
    expect(html).toContain('<a href="#/migration/1_users">1_users</a>');
    expect(html).toContain('</span> applied</span>');
    expect(html).toContain('</span> reversible</span>');
  });

  it('shows the source, changes, locks, repair and history of a migration, with hostile names as text', async () => {
    await studio.pageWith('/', 'leaves traces');
    const html = await studio.pageWith('/migration/2_left', 'ACCESS EXCLUSIVE');
    expect(html).toContain('To repair, add to the <code>down</code>:');
    expect(html).toContain('ALTER TABLE users DROP COLUMN mood;');
    expect(html).toContain('+ column public.users.mood');
    expect(html).toContain('<h2 id="history--title">History</h2>');
    expect(html).toContain('&#60;/pre&#62;&#60;script&#62;');
    expect(html).not.toMatch(/<script|<img/);
  });

  it('shows drift, and history with who and when', async () => {
    expect(await studio.pageWith('/drift', 'the database matches its migrations')).toContain('public.users');
    const { rows } = await studio.live.session.query<{ role: string }>('SELECT current_user AS role');
    expect(await studio.page('/history')).toContain(`<td>${rows[0]?.role ?? ''}</td>`);
  });

  it('sends an event when the database changes, and when a file changes', async () => {
    const changes = await eventsOf(studio);
    await studio.live.session.query('CREATE TABLE drift (id int)');
    await changes.next();
    await studio.pageWith('/drift', 'table public.drift');
    await studio.live.session.query('DROP TABLE drift');
    await studio.project.write({
      'migrations/3_more.sql':
        '-- Up Migration\nCREATE TABLE more (id int);\n-- Down Migration\nDROP TABLE more;\n',
    });
    await changes.next();
    expect(await studio.pageWith('/', '3_more')).toContain('</span> pending</span>');
    await changes.close();
  });

  it('serves the schema reference only below its secret path, in a sandbox', async () => {
    const html = await studio.pageWith('/schema', '<iframe');
    const [, path = ''] = /src="([^"?]+)/.exec(html) ?? [];
    const { status, headers: sent, body } = await studio.send(path);
    expect([status, body.includes('<title>Schema</title>')]).toEqual([200, true]);
    expect(sent['content-security-policy']).toMatch(/frame-ancestors 'self'; sandbox allow-scripts$/);
    expect((await studio.send(path, { headers: { Host: 'attacker.example' } })).status).toBe(403);
  });

  it('reports a broken file instead of ending', async () => {
    await studio.project.write({ 'migrations/4_broken.js': 'this is no code' });
    expect(await studio.pageWith('/', '4_broken.js')).toContain('could not be determined');
  });
});

describe('the database of the studio', () => {
  it('cannot be written', async () => {
    const session = await readOnlyDatabase(studio.live.database).connect();
    await expect(session.query('CREATE TABLE t (id int)')).rejects.toThrow('read-only transaction');
    const { rows } = await session.query<{ timeout: string }>(
      "SELECT pg_catalog.current_setting('statement_timeout') AS timeout",
    );
    expect(rows).toEqual([{ timeout: '30s' }]);
    await session.close();
  });
});

async function eventsOf({ port, token }: Studio) {
  const response = await fetch(`http://127.0.0.1:${port}/api/events`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async () => {
      for (let text = ''; !text.includes('event: changed');) text = (await reader?.read())?.value ?? '';
    },
    close: () => reader?.cancel(),
  };
}
