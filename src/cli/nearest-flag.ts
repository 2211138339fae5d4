import type { Command } from 'commander';
import { closest } from 'fastest-levenshtein';

/** Commander names a similar flag only where it is very similar. */
export function nameNearestFlag(command: Command): void {
  const outputError = (message: string, write: (text: string) => void) => {
    write(withNearest(message, command));
  };
  command.configureOutput({ outputError });
}

/** Names of commands in other tools. */
const otherNames: Readonly<Record<string, string>> = {
  create: 'new',
  make: 'new',
  generate: 'new',
  add: 'new',
  migrate: 'up',
  apply: 'up',
  deploy: 'up',
  latest: 'up',
  rollback: 'down',
  undo: 'down',
  revert: 'down',
  check: 'prove',
  test: 'prove',
  list: 'status',
  log: 'history',
  diff: 'verify',
};

function withNearest(message: string, command: Command): string {
  const name = /unknown command '([^']+)'/.exec(message)?.[1];
  const meant = name === undefined ? undefined : otherNames[name];
  if (meant !== undefined) return `error: unknown command '${name ?? ''}'\n(Did you mean ${meant}?)\n`;
  const unknown = /unknown option '(--?[^'=]+)/.exec(message)?.[1];
  if (unknown === undefined || message.includes('Did you mean')) return message;
  return message.replace('\n', `\n(${adviceFor(unknown, command)})\n`);
}

/** All flags but --help and --version belong to a command and come after its name. */
function adviceFor(unknown: string, { commands, options }: Command): string {
  const flags = (commands.length > 0 ? commands.flatMap((one) => one.options) : options).flatMap(
    ({ long }) => long ?? [],
  );
  if (flags.includes(unknown)) return `Put ${unknown} behind the command: roundtrip COMMAND ${unknown}`;
  return `Did you mean ${flags.find((flag) => flag.startsWith(unknown)) ?? closest(unknown, flags)}?`;
}
