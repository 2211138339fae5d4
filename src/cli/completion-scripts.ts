import type { Argument, Command, Option } from 'commander';

/** Shells that a completion script can be printed for. */
export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** Names that are read from the project while the user types, by `roundtrip completion SHELL --list LIST`. */
export const nameLists = ['migrations', 'seed-sets'] as const;

export type NameList = (typeof nameLists)[number];

/** Commands whose arguments are existing names. */
const argumentLists: Readonly<Record<string, NameList>> = {
  up: 'migrations',
  down: 'migrations',
  redo: 'migrations',
  history: 'migrations',
  baseline: 'migrations',
  prove: 'migrations',
  lint: 'migrations',
  seed: 'seed-sets',
};

/** Flags whose values are existing names. */
const flagLists: Readonly<Record<string, NameList>> = { '--to': 'migrations', '--seed': 'seed-sets' };

/** The script that completes commands, flags and their choices, and names of migrations and seed sets. */
export function completionScript(program: Command, shell: Shell): string {
  return writers[shell](program);
}

const writers: Readonly<Record<Shell, (program: Command) => string>> = { bash, zsh, fish };

/** How the arguments of a command are completed. */
type Completed =
  | { readonly kind: 'names'; readonly list: NameList }
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'files' };

function argumentsOf(command: Command): Completed {
  const list = argumentLists[command.name()];
  if (list) return { kind: 'names', list };
  const choices = command.registeredArguments.flatMap(({ argChoices }: Argument) => argChoices ?? []);
  return choices.length > 0 ? { kind: 'choices', choices } : { kind: 'files' };
}

function valueOf({ long, argChoices }: Option): Completed {
  if (argChoices) return { kind: 'choices', choices: argChoices };
  const list = flagLists[long ?? ''];
  return list ? { kind: 'names', list } : { kind: 'files' };
}

function bash({ commands }: Command): string {
  const names = commands.map((command) => command.name());
  const values = commands.flatMap((command) =>
    optionsOf(command).flatMap((option) => {
      const words = bashWords(valueOf(option));
      return words === undefined ? [] : [`    "${command.name()} ${option.long ?? ''}") words="${words}" ;;`];
    }),
  );
  return `# bash completion of roundtrip: source <(roundtrip completion bash)
_roundtrip_names() {
  "\${COMP_WORDS[0]}" completion bash --list "$1" --word "$2" 2>/dev/null
}
_roundtrip() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  case "\${COMP_WORDS[1]} $previous" in
${values.join('\n')}
    *) case "$COMP_CWORD \${COMP_WORDS[1]}" in
      "1 "*) words="${[...names, 'help'].join(' ')}" ;;
      *" help") words="${names.join(' ')}" ;;
${commands.map(bashCommand).join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _roundtrip roundtrip
`;
}

function bashCommand(command: Command): string {
  const words = bashWords(argumentsOf(command));
  const flags = flagsOf(command).join(' ');
  if (words === undefined) return `      *" ${command.name()}") words="${flags}" ;;`;
  return `      *" ${command.name()}") if [[ $current == -* ]]; then words="${flags}"; else words="${words}"; fi ;;`;
}

/** Files are completed by bash itself. */
function bashWords(completed: Completed): string | undefined {
  switch (completed.kind) {
    case 'names':
      return `$(_roundtrip_names ${completed.list} "$current")`;
    case 'choices':
      return completed.choices.join(' ');
    default:
      return undefined;
  }
}

/** Without those that the help does not show either. */
function optionsOf({ options }: Command): readonly Option[] {
  return options.filter(({ hidden }) => !hidden);
}

function flagsOf(command: Command): readonly string[] {
  return [...optionsOf(command).flatMap(({ long }) => long ?? []), '--help'];
}

function zsh({ commands }: Command): string {
  const described = commands.map((command) => `    ${quoted(`${command.name()}:${command.description()}`)}`);
  const cases = commands.map(
    (command) =>
      `    ${command.name()}) _arguments ${[...optionsOf(command).map(zshOption), zshArguments(command)].join(' ')} ;;`,
  );
  return `#compdef roundtrip
# zsh completion of roundtrip: source <(roundtrip completion zsh)
_roundtrip_names() {
  local -a names=(\${(f)"$($_roundtrip_program completion zsh --list $1 --word "$PREFIX" 2>/dev/null)"})
  compadd -a names
}
_roundtrip() {
  local -a commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )) || [[ \${words[2]} == help ]]; then
    _describe command commands
    return
  fi
  local _roundtrip_program=\${words[1]} command=\${words[2]}
  shift words
  (( CURRENT -= 1 ))
  case $command in
${cases.join('\n')}
  esac
}
if [[ \${funcstack[1]} == _roundtrip ]]; then _roundtrip "$@"; else compdef _roundtrip roundtrip; fi
`;
}

function zshArguments(command: Command): string {
  return quoted(`*:argument:${zshAction(argumentsOf(command))}`);
}

function zshOption(option: Option): string {
  const text = option.description.replace(/[\\[\]:]/g, '\\$&');
  const value = option.required ? `:value:${zshAction(valueOf(option))}` : '';
  return quoted(`*${option.long ?? ''}[${text}]${value}`);
}

function zshAction(completed: Completed): string {
  switch (completed.kind) {
    case 'names':
      // Without the space, options of compadd would be inserted before the argument (manual, _arguments).
      return ` _roundtrip_names ${completed.list}`;
    case 'choices':
      return `(${completed.choices.join(' ')})`;
    default:
      return '_files';
  }
}

function fish({ commands }: Command): string {
  const lines = commands.flatMap((command) => [
    `complete -c roundtrip -n __fish_use_subcommand -x -a ${command.name()} -d ${quoted(command.description())}`,
    ...fishArguments(command),
    ...optionsOf(command).map((option) => fishOption(command, option)),
  ]);
  return `# fish completion of roundtrip: roundtrip completion fish | source
function __roundtrip_names
    set -l words (commandline -opc)
    $words[1] completion fish --list $argv[1] --word (commandline -ct) 2>/dev/null
end
${lines.join('\n')}
`;
}

function fishArguments(command: Command): readonly string[] {
  const completed = argumentsOf(command);
  if (completed.kind === 'files') return [];
  const condition = `'__fish_seen_subcommand_from ${command.name()}'`;
  return [`complete -c roundtrip -n ${condition}${fishWords(completed)}`];
}

function fishOption(command: Command, option: Option): string {
  const { long, short, description, required } = option;
  const completed = valueOf(option);
  const value = completed.kind === 'files' ? (required ? ' -r' : '') : fishWords(completed);
  return [
    `complete -c roundtrip -n '__fish_seen_subcommand_from ${command.name()}'`,
    `-l ${long?.slice(2) ?? ''}${short ? ` -s ${short.slice(1)}` : ''}${value} -d ${quoted(description)}`,
  ].join(' ');
}

/** Without files. */
function fishWords(completed: Exclude<Completed, { kind: 'files' }>): string {
  return completed.kind === 'names'
    ? ` -x -k -a '(__roundtrip_names ${completed.list})'`
    : ` -x -a ${quoted(completed.choices.join(' '))}`;
}

/** Quotes for all three shells; fish has no other escapes inside single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
