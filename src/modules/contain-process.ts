import fs from 'node:fs';

/** The code that a call belongs to, as far as it belongs to any. */
type CallerOf = () => Caller | undefined;

interface Caller {
  fail(error: unknown): void;
  /** Receives what the code writes to standard output; standard error does where it is missing. */
  readonly print: ((text: string) => void) | undefined;
}

/** Code called `process.exit`, which would leave locks, transactions and scratch databases behind. */
class ExitCalled extends Error {
  constructor(code: string | number | null | undefined) {
    super(`it calls process.exit(${code ?? ''}), which would abort the run half way`);
  }
}

let isContained = false;

/**
 * From now on, redirects what user code writes to standard output to standard error, and makes `process.exit`
 * fail it. Other code, such as a host of the library, is not affected. This stays so: unawaited user code may
 * print later.
 */
export function containProcess(callerOf: CallerOf): void {
  if (isContained) return;
  isContained = true;
  redirectOutput(callerOf);
  preventExit(callerOf);
}

/** Loggers such as pino write to the file descriptor, past the stream. */
function redirectOutput(callerOf: CallerOf): void {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout) as (...args: readonly unknown[]) => boolean;
  stdout.write = (...args: readonly unknown[]) => {
    const caller = callerOf();
    if (!caller) return write(...args);
    if (!caller.print) return (stderr.write.bind(stderr) as typeof write)(...args);
    caller.print(String(args[0]));
    return true;
  };
  const descriptor = (fd: unknown) => (fd === stdoutDescriptor && callerOf() ? stderrDescriptor : fd);
  for (const name of ['write', 'writeSync'] as const) {
    const original = fs[name] as (...args: readonly unknown[]) => unknown;
    const replacement = (fd: unknown, ...rest: readonly unknown[]) => original(descriptor(fd), ...rest);
    Object.assign(fs, { [name]: replacement });
  }
}

const stdoutDescriptor = 1;
const stderrDescriptor = 2;

function preventExit(callerOf: CallerOf): void {
  const exit = process.exit.bind(process);
  process.exit = (code) => {
    const caller = callerOf();
    if (!caller) return exit(code);
    const error = new ExitCalled(code);
    caller.fail(error);
    throw error;
  };
}

let running = 0;
let restore: () => void = () => undefined;

/**
 * Notes the working folder and the environment, for the code that begins now.
 * @returns puts both back, when all code that runs at the same time has ended
 */
export function keepProcessState(): () => void {
  if (running === 0) restore = rememberState();
  running += 1;
  return () => {
    running -= 1;
    if (running === 0) restore();
  };
}

function rememberState(): () => void {
  const folder = process.cwd();
  const env = { ...process.env };
  return () => {
    if (process.cwd() !== folder) process.chdir(folder);
    for (const name of Object.keys(process.env))
      if (!(name in env)) Reflect.deleteProperty(process.env, name);
    for (const [name, value] of Object.entries(env))
      if (process.env[name] !== value) process.env[name] = value;
  };
}
