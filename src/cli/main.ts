#!/usr/bin/env node
import { config as readDotenv } from 'dotenv';
import { join } from 'node:path';
import { exitCodes, type ExitCode } from '../errors.js';
import { errorToJson, explainError, renderError } from '../report/error-report.js';
import type { CommonFlags } from './context.js';
import { CommanderError, createProgram } from './program.js';
import { Terminal } from './terminal.js';

/** The only place that touches the process: arguments, environment, signals, exit code. */
async function main(): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const cwd = process.cwd();
  const interruption = listenForSignals();
  const program = createProgram(async ({ flags, args }, load) => {
    const terminal = new Terminal(process, flags);
    try {
      // Migrations and seeds may read the environment, too, so .env goes there.
      readDotenv({ path: join(cwd, '.env'), quiet: true });
      const command = await load();
      const context = { terminal, flags: flags as never, env: process.env, cwd, interruption };
      exitCode = await command.run(context, args);
    } catch (error) {
      exitCode = report(error, terminal, flags);
    }
  });
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    return report(error, new Terminal(process, {}), {});
  }
  return exitCode;
}

function report(error: unknown, terminal: Terminal, { verbose }: CommonFlags): ExitCode {
  const explained = explainError(error);
  terminal.error(renderError(explained, terminal.notePaint));
  terminal.json(errorToJson(explained));
  if (verbose && error instanceof Error) terminal.error(error.stack ?? '');
  return explained.exitCode;
}

/** The first Ctrl-C or SIGTERM stops the work and cleans up; a second one does not wait for that. */
function listenForSignals(): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}

/** A reader that closes the pipe early (`| head`) is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main();
