import { rm } from 'node:fs/promises';
import pg from 'pg';
import { parseConnectionUrl } from '../../../src/config/connection.js';
import { startEphemeralServer, type EmbeddedServer } from '../../../src/database/embedded/embedded-server.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { openServer } from '../../../src/database/server/open-server.js';
import { testBinaries } from '../../support/embedded/server-facts.js';
import { createCertificate, hasOpenssl, type Certificate } from '../cli/support/tls.js';

(hasOpenssl ? describe : describe.skip)(
  'a server with a certificate that must be verified (needs openssl)',
  () => {
    let server: EmbeddedServer;
    let own: Certificate;
    let stranger: Certificate;

    beforeAll(async () => {
      server = await startEphemeralServer(testBinaries);
      own = await createCertificate(server);
      stranger = await createCertificate(server);
      const { host, port, user, password } = server;
      const admin = new pg.Client({ host, port, user, password, database: 'postgres' });
      await admin.connect();
      await admin.query(`ALTER SYSTEM SET ssl_cert_file = '${own.certificate}'`);
      await admin.query(`ALTER SYSTEM SET ssl_key_file = '${own.key}'`);
      await admin.query('ALTER SYSTEM SET ssl = on');
      await admin.query('SELECT pg_catalog.pg_reload_conf()');
      while ((await admin.query<{ ssl: string }>('SHOW ssl')).rows[0]?.ssl !== 'on')
        await new Promise((resolve) => setTimeout(resolve, 50));
      await admin.end();
    });

    afterAll(async () => {
      await server.stop();
      for (const { folder } of [own, stranger]) await rm(folder, { recursive: true });
    });

    /** The result or error of a connection with these parameters. */
    async function open(query: string, host = server.host): Promise<string> {
      const { port, user, password } = server;
      const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres?${query}`;
      const connection = parseConnectionUrl(url, 'DATABASE_URL');
      const options = { connection, kind: 'server', signal: uninterruptible, pooler: 'refused' } as const;
      return openServer(options).then(
        () => 'opened',
        (error: unknown) => String(error),
      );
    }

    it.each(['verify-ca', 'verify-full'])(
      'is rejected by sslmode=%s with another authority',
      async (mode) => {
        expect(await open(`sslmode=${mode}&sslrootcert=${stranger.certificate}`)).toMatch(
          /^DatabaseError: the certificate of 127\.0\.0\.1:\d+ is not trusted/,
        );
      },
    );

    it.each(['verify-ca', 'verify-full'])(
      'is accepted by sslmode=%s with its own authority',
      async (mode) => {
        expect(await open(`sslmode=${mode}&sslrootcert=${own.certificate}`)).toBe('opened');
      },
    );

    it('is rejected under another host name by verify-full, and accepted by verify-ca', async () => {
      const authority = `sslrootcert=${own.certificate}`;

      expect([
        await open(`sslmode=verify-full&${authority}`, 'localhost'),
        await open(`sslmode=verify-ca&${authority}`, 'localhost'),
      ]).toEqual([expect.stringMatching(/the certificate of localhost:\d+ is not trusted/), 'opened']);
    });

    it('is rejected if the file of the authority is missing', async () => {
      await expect(open('sslmode=verify-full&sslrootcert=/nosuch.pem')).rejects.toThrow('/nosuch.pem');
    });
  },
);
