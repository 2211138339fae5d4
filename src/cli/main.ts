#!/usr/bin/env node
import './assert-node-version.js';
import { exitCodes, type ExitCode } from '../errors.js';
import { takeOverFailures } from '../modules/process-failures.js';
import { assertNoLateFailures } from '../modules/user-code.js';
import { errorToJson, explainError, renderError } from '../report/text/error-report.js';
import type { CommonFlags } from './context.js';
import { readEnvFile } from '../config/env-file.js';
import { withOptionalValues } from './flags.js';
import { CommanderError, createProgram } from './program.js';
import { Terminal } from './terminal.js';

/** The only place that touches the process: arguments, environment, signals, exit code. */
async function main(): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const cwd = process.cwd();
  const stopping = listenForSignals();
  const signal = stopping.signal;
  const defects = noteDefects(stopping);
  const program = createProgram(async ({ flags, args }, load) => {
    const terminal = new Terminal(process, flags);
    try {
      // Migrations and seeds may read the environment, too, so .env goes there.
      readEnvFile(cwd, process.env);
      const command = await load();
      const context = { terminal, flags: flags as never, env: process.env, cwd, signal };
      exitCode = await command.run(context, args);
    } catch (error) {
      exitCode = report(defects[0] ?? error, terminal, flags);
    }
  });
  try {
    await program.parseAsync(withOptionalValues(process.argv));
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
function listenForSignals(): AbortController {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller;
}

/** Ends the work, as Ctrl-C does, on an unhandled failure outside of user code. */
function noteDefects(stopping: AbortController): readonly unknown[] {
  const defects: unknown[] = [];
  takeOverFailures((error) => {
    defects.push(error);
    stopping.abort();
  });
  return defects;
}

/** Reports a failure of unawaited user code after the command has finished. */
function reportLateFailure(): void {
  try {
    assertNoLateFailures();
  } catch (error) {
    const explained = explainError(error);
    process.stderr.write(`${renderError(explained, new Terminal(process, {}).notePaint)}\n`);
    process.exitCode = explained.exitCode;
  }
}

/** Milliseconds that timers and connections which a migration or seed left open keep the process. */
const grace = 500;

function endAfterGrace(): void {
  setTimeout(() => {
    process.stdout.write('', () => process.exit());
  }, grace).unref();
}

/** A reader that closes the pipe early (`| head`) is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.on('exit', reportLateFailure);
process.exitCode = await main();
endAfterGrace();
