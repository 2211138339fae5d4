import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The compiled command from `npm run build`, or another build of it. */
export const commandPath =
  process.env.ROUNDTRIP_TEST_COMMAND ?? fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface CommandOptions {
  /** The folder of the project. */
  readonly cwd: string;
  /** Variables that are added to an environment without settings of a database. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  /** `null` when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a running child process. */
export interface RunningCommand {
  readonly process: ChildProcess;
  readonly finished: Promise<CommandResult>;
}

/**
 * Runs `roundtrip` to its end in a process of command-hosts.mjs, which is reused for several runs. Tests of the
 * process itself start one with `startCommand`.
 */
export async function runCommand(
  args: readonly string[],
  { cwd, env = {} }: CommandOptions,
): Promise<CommandResult> {
  const address = process.env.ROUNDTRIP_TEST_HOSTS;
  if (!address) return startCommand(args, { cwd, env }).finished;
  const socket = connect(address);
  socket.end(JSON.stringify({ args, cwd, env: { ...cleanEnvironment(), ...env } }));
  return (await json(socket)) as CommandResult;
}

/** Starts `roundtrip` in a process of its own. */
export function startCommand(args: readonly string[], options: CommandOptions): RunningCommand {
  return startProgram([commandPath, ...args], options);
}

/** Runs any JavaScript file in the same clean environment. */
export function startProgram(argv: readonly string[], { cwd, env = {} }: CommandOptions): RunningCommand {
  const child = spawn(process.execPath, argv, {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { process: child, finished: collect(child) };
}

/** Removes variables that would name another database, colour the output, or pass on Jest's own settings. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(PG|DATABASE_URL|NODE_|JEST_|TEST_|ROUNDTRIP_|NO_COLOR|FORCE_COLOR|CI$|GITHUB_)/.test(name),
  );
  return Object.fromEntries(kept);
}

function collect(child: ChildProcess): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const output = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, ...output });
    });
  });
}
