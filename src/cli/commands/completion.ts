import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../../errors.js';
import { completionScript, shells } from '../completion-scripts.js';
import type { Context } from '../context.js';

interface Completion {
  run(context: Context, args: readonly string[]): Promise<ExitCode>;
}

/** `roundtrip completion SHELL`, of the commands of `program`. */
export function completionOf(program: Command): Completion {
  return {
    run: ({ terminal }, [wanted]) => {
      const script = completionScript(program, shells.find((shell) => shell === wanted) ?? 'bash');
      terminal.result(script.trimEnd());
      terminal.json({ format: 'roundtrip.completion/1', script });
      return Promise.resolve(exitCodes.done);
    },
  };
}
