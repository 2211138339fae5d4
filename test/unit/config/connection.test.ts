import { connectionFromPgVariables, parseConnectionUrl } from '../../../src/config/connection.js';
import { UsageError } from '../../../src/errors.js';

describe('a connection URL', () => {
  it('is parsed into host, port, user, password and database, decoded', () => {
    expect(parseConnectionUrl('postgres://us%40er:p%3Aw%2F@db.example.com:6543/my%20data', 'X')).toEqual({
      source: 'X',
      host: 'db.example.com',
      port: 6543,
      user: 'us@er',
      password: 'p:w/',
      database: 'my data',
      ssl: false,
      sslFallback: 'none',
    });
  });

  it('leaves missing parts undefined', () => {
    expect(parseConnectionUrl('postgresql://', 'X')).toMatchObject({
      host: 'localhost',
      port: 5432,
      user: undefined,
      password: undefined,
      database: undefined,
    });
  });

  it.each([
    ['disable', false, 'none'],
    ['allow', { rejectUnauthorized: false }, 'plain'],
    ['prefer', { rejectUnauthorized: false }, 'plain'],
    ['require', { rejectUnauthorized: false }, 'none'],
    ['no-verify', { rejectUnauthorized: false }, 'none'],
    ['verify-full', {}, 'none'],
  ])('with sslmode=%s gets the TLS settings that the manual describes', (mode, ssl, sslFallback) => {
    expect(parseConnectionUrl(`postgres://h/d?sslmode=${mode}`, 'X')).toMatchObject({ ssl, sslFallback });
  });

  it.each([
    'mysql://u:secret@h/d',
    'postgres://u:sec ret@h:port/d',
    'postgres://u:secret@h/d?sslmode=x',
    'secret',
  ])('such as %s is rejected with a message that does not quote it', (url) => {
    expect(() => parseConnectionUrl(url, 'DATABASE_URL')).toThrow(UsageError);
    expect(() => parseConnectionUrl(url, 'DATABASE_URL')).not.toThrow(/sec ?ret/);
  });

  it('with sslmode=verify-ca requires a CA', () => {
    expect(() => parseConnectionUrl('postgres://h/d?sslmode=verify-ca', 'X')).toThrow('needs sslrootcert');
  });
});

describe('PG* variables', () => {
  it('are ignored if neither host nor database is set', () => {
    expect(connectionFromPgVariables({ PGUSER: 'u', PGPASSWORD: 'p', PGHOST: '' })).toBeUndefined();
  });

  it('have the same meaning as in libpq', () => {
    const env = {
      PGHOST: '/var/run/postgresql',
      PGPORT: '5433',
      PGUSER: 'u',
      PGPASSWORD: 'p',
      PGDATABASE: 'd',
    };
    expect(connectionFromPgVariables(env)).toMatchObject({
      source: 'PGHOST',
      host: '/var/run/postgresql',
      port: 5433,
      user: 'u',
      password: 'p',
      database: 'd',
    });
  });

  it.each(['abc', '0', '70000', '1.5'])('reject the port %s', (PGPORT) => {
    expect(() => connectionFromPgVariables({ PGHOST: 'h', PGPORT })).toThrow(
      `PGPORT ${PGPORT} is not a valid port`,
    );
  });
});
