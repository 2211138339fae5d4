import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Config } from '../config/config.js';
import { stopIfInterrupted } from '../database/interruption.js';
import type { StepResult } from '../migrations/step.js';
import type { HookResult } from '../report/run/run-report.js';
import type { Context } from './context.js';

export interface HookFlags {
  readonly hooks?: boolean;
}

/**
 * Runs the hook of a run that has succeeded, if a step ran: the one of the last step's direction. Its output goes
 * to standard error.
 * @throws InterruptedError when the user interrupts it
 */
export async function runHook(
  context: Context<HookFlags>,
  config: Config,
  steps: readonly StepResult[],
): Promise<HookResult | undefined> {
  const direction = steps.at(-1)?.direction;
  if (direction === undefined || context.flags.hooks === false) return undefined;
  const name = direction === 'up' ? 'afterUp' : 'afterDown';
  const line = config.hooks[name];
  if (line === undefined) return undefined;
  const { terminal } = context;
  terminal.note(terminal.notePaint.dim(`${name}: ${line}`));
  const ran = steps.filter((step) => step.direction === direction).map(({ migration }) => migration.name);
  const exitCode = await runLine(context, config, { line, variables: variablesOf(name, ran) });
  if (exitCode !== 0)
    terminal.error(
      `${name} failed with exit code ${exitCode}: ${line}\nThe migrations have run, and stay so.`,
    );
  return { name, exitCode };
}

interface CommandLine {
  readonly line: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Names of migrations cannot contain line breaks, but spaces. */
function variablesOf(name: HookResult['name'], migrations: readonly string[]): CommandLine['variables'] {
  return { ROUNDTRIP_HOOK: name, ROUNDTRIP_MIGRATIONS: migrations.join('\n') };
}

async function runLine(
  { env, signal, terminal }: Context,
  { projectDirectory: cwd }: Config,
  { line, variables }: CommandLine,
): Promise<number> {
  stopIfInterrupted(signal);
  const child = spawn(line, {
    shell: true,
    cwd,
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end, { once: true });
  const print = (text: string) => {
    terminal.note(text);
  };
  for (const output of [child.stdout, child.stderr]) forEachLine(output, print);
  const [code, ending] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  signal.removeEventListener('abort', end);
  stopIfInterrupted(signal);
  return code ?? 128 + (ending ? constants.signals[ending] : 0);
}

function forEachLine(output: Readable, action: (line: string) => void): void {
  createInterface({ input: output }).on('line', action);
}
