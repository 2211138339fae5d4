import { readdir } from 'node:fs/promises';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../../errors.js';
import { findMigrationFiles } from '../../migrations/migration-file.js';
import { completionScript, nameLists, shells, type NameList } from '../completion-scripts.js';
import { configOf, type Context } from '../context.js';

interface CompletionFlags {
  /** What the scripts ask for while the user types: names of the project. */
  readonly list?: string;
  /** The word that is being completed. */
  readonly word?: string;
}

interface Completion {
  run(context: Context<CompletionFlags>, args: readonly string[]): Promise<ExitCode>;
}

/** `roundtrip completion SHELL`, of the commands of `program`. */
export function completionOf(program: Command): Completion {
  return {
    run: async (context, [wanted]) => {
      const { terminal, flags } = context;
      const list = nameLists.find((one) => one === flags.list);
      if (list) return printNames(context, list);
      const script = completionScript(program, shells.find((shell) => shell === wanted) ?? 'bash');
      terminal.result(script.trimEnd());
      terminal.json({ format: 'roundtrip.completion/1', script });
      return exitCodes.done;
    },
  };
}

async function printNames(context: Context<CompletionFlags>, list: NameList): Promise<ExitCode> {
  const { word = '' } = context.flags;
  const names = await (list === 'migrations' ? migrationNames(context) : seedSets(context));
  const matching = names.filter((name) => name.startsWith(word));
  for (const name of matching) context.terminal.result(name);
  return exitCodes.done;
}

/** Commands accept the words after the number, too; they are offered where the user has begun to type them. */
async function migrationNames(context: Context<CompletionFlags>): Promise<readonly string[]> {
  const { migrations } = await configOf(context);
  const names = (await findMigrationFiles(migrations)).map(({ name }) => name);
  const { word = '' } = context.flags;
  return word === '' || names.some((name) => name.startsWith(word))
    ? names
    : names.map((name) => name.replace(/^\d+[_-]?/, ''));
}

async function seedSets(context: Context<CompletionFlags>): Promise<readonly string[]> {
  const { seedsDirectory } = await configOf(context);
  const entries = await readdir(seedsDirectory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
