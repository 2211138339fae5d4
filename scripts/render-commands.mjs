// Renders the command line as Markdown: one table of the flags that all commands have, then each command with its
// arguments and its own flags.

/** Renders the text of docs/commands.md, not yet formatted. */
export function renderCommands(program) {
  const commands = program.commands;
  const shared = commonOptions(commands);
  const names = new Set(shared.map(({ long }) => long));
  return [
    '# Commands',
    '<!-- Written by `npm run docs:commands` from src/cli/program.ts. -->',
    `${program.description()} What they print and their exit codes are in the [README](../README.md).`,
    ...commands.flatMap((command) => renderCommand(command, names)),
    '## Flags of every command',
    optionTable(shared),
    '',
  ].join('\n\n');
}

function commonOptions(commands) {
  const [first, ...others] = commands.map((command) => command.options);
  return first.filter(({ flags }) => others.every((options) => options.some((one) => one.flags === flags)));
}

function renderCommand(command, shared) {
  const own = command.options.filter(({ long, hidden }) => !hidden && !shared.has(long));
  return [
    `## roundtrip ${command.name()}`,
    fence(
      ['roundtrip', command.name(), ...command.registeredArguments.map(argumentText), '[flags]'].join(' '),
    ),
    sentence(command.description()),
    ...(own.length > 0 ? [optionTable(own)] : []),
  ];
}

function argumentText(argument) {
  const name = `${argument.name().replaceAll('|', ' | ')}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function fence(text) {
  return `\`\`\`text\n${text}\n\`\`\``;
}

function optionTable(options) {
  const rows = options.map((option) => `| \`${cell(option.flags)}\` | ${cell(descriptionOf(option))} |`);
  return ['| Flag | Meaning |', '| --- | --- |', ...rows].join('\n');
}

function descriptionOf({ description, argChoices, defaultValue }) {
  const choices = argChoices ? `: ${argChoices.map((one) => `\`${one}\``).join(', ')}` : '';
  const preset = defaultValue === undefined || defaultValue === true ? '' : ` (default: \`${defaultValue}\`)`;
  return `${description}${choices}${preset}`;
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Escapes bars, which end a cell even within code (GitHub Flavored Markdown, 4.10). */
function cell(text) {
  return text.replaceAll('|', '\\|');
}
