import { isNativeError } from 'node:util/types';
import type { ConnectionSettings } from '../../config/connection.js';
import { DatabaseError } from '../../errors.js';

interface Explanation {
  readonly message: string;
  readonly remedy: string;
}

type Explain = (connection: ConnectionSettings, cause: NodeJS.ErrnoException) => Explanation;

const tlsCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const unreachable: Explain = (connection, cause) => ({
  message: `no PostgreSQL server is reachable at ${at(connection)} (${cause.code ?? cause.message})`,
  remedy: `Check the host and port in ${connection.source} and that the server is running, or use --embedded.`,
});

const wrongPassword: Explain = (connection) => ({
  message: `the server at ${at(connection)} rejected the password of role "${connection.user ?? ''}"`,
  remedy: `Check the user and password in ${connection.source}.`,
});

const notAllowed: Explain = (connection, cause) => ({
  message: `the server at ${at(connection)} rejected role "${connection.user ?? ''}": ${cause.message}`,
  remedy: 'Check the role, pg_hba.conf of the server, and whether the server requires TLS (sslmode=require).',
});

/** SQLSTATEs (Appendix A of the manual) and Node's error codes, with what they mean to a user. */
const explanations: Readonly<Record<string, Explain>> = {
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ECONNRESET: unreachable,
  ENOENT: unreachable,
  '28P01': wrongPassword,
  '28000': notAllowed,
  '3D000': (connection) => ({
    message: `the server at ${at(connection)} has no database "${connection.database ?? connection.user ?? ''}"`,
    remedy: `Create it (createdb), or correct the name in ${connection.source}.`,
  }),
  '42501': (connection, cause) => ({
    message: `role "${connection.user ?? ''}" has no privilege to connect to this database: ${cause.message}`,
    remedy: 'GRANT CONNECT ON DATABASE … TO the role.',
  }),
  '53300': (connection) => ({
    message: `the server at ${at(connection)} has no free connections`,
    remedy: 'Close other connections or raise max_connections, and try again.',
  }),
  '57P03': (connection, cause) => ({
    message: `the server at ${at(connection)} is not ready: ${cause.message}`,
    remedy: 'Try again in a moment.',
  }),
  '08P01': (connection, cause) => ({
    message: `${at(connection)} violated the PostgreSQL protocol: ${cause.message}`,
    remedy: `Check that ${connection.source} points to PostgreSQL itself, not to a pooler or another service.`,
  }),
};

/** Turns an error of the driver while connecting into one with a remedy. */
export function connectionError(cause: unknown, connection: ConnectionSettings): DatabaseError {
  const error = rootError(cause);
  const { message, remedy } = explain(error, connection);
  return new DatabaseError(message, { remedy, cause: error });
}

/** Node tries every address of a host and reports all failures together. */
function rootError(cause: unknown): NodeJS.ErrnoException {
  if (cause instanceof AggregateError) return rootError(cause.errors[0]);
  // Under Jest what Node throws is no instance of the global Error.
  return isNativeError(cause) ? cause : new Error(String(cause));
}

function explain(error: NodeJS.ErrnoException, connection: ConnectionSettings): Explanation {
  const known = explanations[error.code ?? ''];
  if (known) return known(connection, error);
  if (tlsCodes.has(error.code ?? '')) return untrusted(connection, error);
  if (/does not support SSL/i.test(error.message)) return noTls(connection);
  if (/password must be a string/i.test(error.message)) return noPassword(connection);
  if (/timeout|terminated/i.test(error.message)) return unreachable(connection, error);
  return {
    message: `cannot connect to ${at(connection)}: ${error.message}`,
    remedy: `Check ${connection.source}.`,
  };
}

function untrusted(connection: ConnectionSettings, error: Error): Explanation {
  return {
    message: `the certificate of ${at(connection)} is not trusted: ${error.message}`,
    remedy: 'Set sslrootcert to the file of its CA, or use sslmode=require on a trusted network.',
  };
}

function noTls(connection: ConnectionSettings): Explanation {
  return {
    message: `the server at ${at(connection)} does not offer TLS, but ${connection.source} requires it`,
    remedy: 'Turn on ssl on the server, or use sslmode=prefer or sslmode=disable on a trusted network.',
  };
}

function noPassword(connection: ConnectionSettings): Explanation {
  return {
    message: `the server at ${at(connection)} requires a password for role "${connection.user ?? ''}", but none is set`,
    remedy: `Set it in ${connection.source} or in PGPASSWORD.`,
  };
}

function at({ host, port }: ConnectionSettings): string {
  return `${host}:${port}`;
}
