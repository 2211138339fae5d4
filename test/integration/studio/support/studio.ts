import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { parseConnectionUrl } from '../../../../src/config/connection.js';
import { readConfig } from '../../../../src/config/config.js';
import { runStudio } from '../../../../src/studio/run-studio.js';
import { createScratch, testServerUrl, type Scratch } from '../../../support/scratch.js';
import { createProject, type Files, type Project } from '../../cli/support/project.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A running studio with a project and a database of its own. */
export interface Studio {
  readonly project: Project;
  readonly live: Scratch;
  /** The address with the token. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Sends a request with these headers alone; the path is sent as it is. */
  send(path: string, options?: RequestOptions): Promise<Answer>;
  /** The HTML of a page. */
  page(path: string): Promise<string>;
  /** Waits until the HTML of a page contains a text. */
  pageWith(path: string, text: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the studio; all scratch databases are on the test server. */
export async function startStudio(files: Files): Promise<Studio> {
  const live = await createScratch();
  const project = await createProject(files, { DATABASE_URL: live.url });
  await project.run('up');
  const controller = new AbortController();
  const config = await readConfig({ flags: { databaseUrl: live.url }, env: {}, cwd: project.directory });
  let ended: Promise<void> = Promise.resolve();
  const url = await new Promise<string>((resolve, reject) => {
    ended = runStudio({
      config,
      database: live.database,
      scratch: { kind: 'server', connection: parseConnectionUrl(testServerUrl(), 'test') },
      port: 0,
      signal: controller.signal,
      started: resolve,
    }).catch((error: unknown) => {
      if (!controller.signal.aborted) reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
  return {
    project,
    live,
    url,
    ...addressOf(url),
    stop: async () => {
      controller.abort();
      await ended;
      await project.remove();
      await live.drop();
    },
  };
}

/** The parts of a studio that follow from its address. */
export function addressOf(url: string): Pick<Studio, 'port' | 'token' | 'send' | 'page' | 'pageWith'> {
  const [, port = '', token = ''] = /^http:\/\/127\.0\.0\.1:(\d+)\/#token=(.+)$/.exec(url) ?? [];
  const send: Studio['send'] = (path, options = {}) => sendTo(Number(port), path, options);
  const page: Studio['page'] = async (path) => {
    const { body } = await send(`/api/page${path}`, { headers: { Authorization: `Bearer ${token}` } });
    return (JSON.parse(body) as { html: string }).html;
  };
  const pageWith: Studio['pageWith'] = async (path, text) => {
    for (;;) {
      const html = await page(path);
      if (html.includes(text)) return html;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return { port: Number(port), token, send, page, pageWith };
}

function sendTo(
  port: number,
  path: string,
  { method = 'GET', headers = {} }: RequestOptions,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      readAll(response).then(
        (body) => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        },
        (error: unknown) => {
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function readAll(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}
