import { spawn } from 'node:child_process';
import { platform } from 'node:os';

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens an address in the browser of the desktop, if there is one; failures are ignored. */
export function openBrowser(url: string, env: Environment): void {
  const command = commandFor(env);
  if (!command) return;
  const [program, ...args] = command;
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function commandFor(env: Environment): readonly [string, ...string[]] | undefined {
  if (env.CI || env.SSH_CONNECTION) return undefined;
  switch (platform()) {
    case 'darwin':
      return ['open'];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler'];
    default:
      return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
  }
}
