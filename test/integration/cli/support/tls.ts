import { execFile, spawnSync } from 'node:child_process';
import { chmod, chown, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EmbeddedServer } from '../../../../src/database/embedded/embedded-server.js';

/** The `openssl` program creates the certificates. Without it, tests with TLS are skipped. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface Certificate {
  readonly folder: string;
  readonly certificate: string;
  readonly key: string;
}

/** A self-signed certificate for 127.0.0.1 that the account of the server can read. */
export async function createCertificate({ dataDirectory }: EmbeddedServer): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-tls-'));
  const [certificate, key] = [join(folder, 'server.crt'), join(folder, 'server.key')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
    ...['-keyout', key, '-out', certificate],
    ...['-subj', '/CN=roundtrip test', '-addext', 'subjectAltName=IP:127.0.0.1'],
  ]);
  const { uid, gid } = await stat(dataDirectory);
  for (const path of [folder, certificate, key]) await chown(path, uid, gid);
  // PostgreSQL refuses a key file that others can read.
  await chmod(key, 0o600);
  await chmod(folder, 0o755);
  return { folder, certificate, key };
}
