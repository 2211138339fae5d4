import type { Command, Option } from 'commander';

/** Shells that a completion script can be printed for. */
export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** The script that completes commands, flags and their choices. */
export function completionScript(program: Command, shell: Shell): string {
  return writers[shell](program);
}

const writers: Readonly<Record<Shell, (program: Command) => string>> = { bash, zsh, fish };

function bash({ commands }: Command): string {
  const names = commands.map((command) => command.name());
  const choices = commands.flatMap((command) =>
    command.options.flatMap(({ long, argChoices }) =>
      argChoices ? [`    "${command.name()} ${long ?? ''}") words="${argChoices.join(' ')}" ;;`] : [],
    ),
  );
  return `# bash completion of roundtrip: source <(roundtrip completion bash)
_roundtrip() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  case "\${COMP_WORDS[1]} $previous" in
${choices.join('\n')}
    *) case "$COMP_CWORD \${COMP_WORDS[1]}" in
      "1 "*) words="${[...names, 'help'].join(' ')}" ;;
      *" help") words="${names.join(' ')}" ;;
${commands.map((command) => `      *" ${command.name()}") words="${flagsOf(command).join(' ')}" ;;`).join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _roundtrip roundtrip
`;
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
      `    ${command.name()}) _arguments ${[...optionsOf(command).map(zshOption), "'*:file:_files'"].join(' ')} ;;`,
  );
  return `#compdef roundtrip
# zsh completion of roundtrip: source <(roundtrip completion zsh)
_roundtrip() {
  local -a commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )) || [[ \${words[2]} == help ]]; then
    _describe command commands
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT -= 1 ))
  case $command in
${cases.join('\n')}
  esac
}
if [[ \${funcstack[1]} == _roundtrip ]]; then _roundtrip "$@"; else compdef _roundtrip roundtrip; fi
`;
}

function zshOption(option: Option): string {
  const { long, description, argChoices } = option;
  const text = description.replace(/[\\[\]:]/g, '\\$&');
  const value = option.required ? `:value:${argChoices ? `(${argChoices.join(' ')})` : '_files'}` : '';
  return quoted(`*${long ?? ''}[${text}]${value}`);
}

function fish({ commands }: Command): string {
  const lines = commands.flatMap((command) => [
    `complete -c roundtrip -n __fish_use_subcommand -a ${command.name()} -d ${quoted(command.description())}`,
    ...optionsOf(command).map((option) => fishOption(command, option)),
  ]);
  return `# fish completion of roundtrip: roundtrip completion fish | source\n${lines.join('\n')}\n`;
}

function fishOption(command: Command, option: Option): string {
  const { long, short, description, argChoices } = option;
  const value = argChoices ? ` -x -a ${quoted(argChoices.join(' '))}` : option.required ? ' -r' : '';
  return [
    `complete -c roundtrip -n '__fish_seen_subcommand_from ${command.name()}'`,
    `-l ${long?.slice(2) ?? ''}${short ? ` -s ${short.slice(1)}` : ''}${value} -d ${quoted(description)}`,
  ].join(' ');
}

/** Quotes for all three shells; fish has no other escapes inside single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
