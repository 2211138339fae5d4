import { spawn } from 'node:child_process';
import { withoutSecrets } from '../../database/without-secrets.js';

export interface RunningProgram {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** A program ended with an error; the message is what it said. */
export class ProgramFailed extends Error {}

/**
 * Yields the standard output of a program, which is ended when the reader stops.
 * @throws ProgramFailed after its last output, when it fails
 */
export async function* readOutput({ path, args, env, signal }: RunningProgram): AsyncGenerator<Buffer> {
  const child = spawn(path, args, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => {
      resolve(error.message);
    });
    child.on('close', (code) => {
      resolve(code === 0 ? undefined : said.trim() || `it exited with ${code ?? 'a signal'}`);
    });
  });
  const stop = () => child.kill();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    const failure = await ended;
    if (failure !== undefined) throw new ProgramFailed(withoutSecrets(failure));
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    await ended;
  }
}
