import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is refused, as a status and a text. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 405;
  readonly text: string;
}

/**
 * Refuses requests that do not come from the page itself. The names in `Host` are those of this machine, so that a
 * page of another site whose name resolves to 127.0.0.1 (DNS rebinding) gets nothing; a request with a foreign
 * `Origin`, or that a browser marks as coming from another site, gets nothing either.
 */
export function refusalOf({ method, headers }: IncomingMessage, port: number): Refusal | undefined {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  if (method !== 'GET') return { status: 405, text: 'only GET is allowed' };
  if (headers.host === undefined || !hosts.includes(headers.host))
    return { status: 403, text: 'the Host header names another machine' };
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    return { status: 403, text: 'the request comes from another origin' };
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return { status: 403, text: 'the request comes from another site' };
  return undefined;
}

/** Whether a request carries the token in its header `Authorization`. */
export function hasToken({ headers }: IncomingMessage, token: string): boolean {
  return isSameSecret(headers.authorization ?? '', `Bearer ${token}`);
}

/** Takes the same time wherever the texts differ. */
export function isSameSecret(given: string, secret: string): boolean {
  const [one, other] = [given, secret].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
