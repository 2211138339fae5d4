import type { ServerResponse } from 'node:http';

export interface Content {
  readonly type: string;
  readonly body: string;
  /** Content security policy; by default that of an answer that is not a page. */
  readonly policy?: string;
}

/** Nothing may be loaded, run or framed. */
const closed = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Headers of every answer: nothing is stored, guessed, or usable by another origin. */
export function headersFor({ type, policy = closed }: Pick<Content, 'type' | 'policy'>) {
  return {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Security-Policy': policy,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  };
}

export function send(response: ServerResponse, status: number, content: Content): void {
  response.writeHead(status, headersFor(content));
  response.end(content.body);
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, { type: 'text/plain', body: `${text}\n` });
}
