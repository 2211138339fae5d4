import { execFileSync } from 'node:child_process';
import { completionScript, shells } from '../../../src/cli/completion-scripts.js';
import { createProgram } from '../../../src/cli/program.js';

const program = createProgram(() => Promise.resolve());

/** The completions that the bash script offers for the last word. */
function offeredByBash(...words: readonly string[]): readonly string[] {
  const typed = ['roundtrip', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${completionScript(program, 'bash')}
COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _roundtrip; echo "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split(' ');
}

function errorOf(...words: readonly string[]): string {
  let text = '';
  const failing = createProgram(() => Promise.resolve());
  failing.configureOutput({ ...failing.configureOutput(), writeErr: (part) => (text += part) });
  expect(() => failing.parse(words, { from: 'user' })).toThrow();
  return text;
}

describe('the command line', () => {
  it('lists the flags of a command before the flags that all commands have', () => {
    const { options } = program.commands.find((command) => command.name() === 'prove') ?? program;
    const flags = options.map(({ long }) => long);
    expect(flags.indexOf('--strict')).toBeLessThan(flags.indexOf('--database-url'));
    expect(flags.at(-1)).toBe('--version');
  });

  it.each([
    ['create', 'new'],
    ['migrate', 'up'],
    ['apply', 'up'],
    ['rollback', 'down'],
    ['undo', 'down'],
    ['prov', 'prove'],
  ])('suggests for %s the equivalent command of roundtrip', (name, meant) => {
    expect(errorOf(name)).toContain(`error: unknown command '${name}'\n(Did you mean ${meant}?)`);
  });
});

describe('the completion script', () => {
  it('offers commands, flags and choices in bash', () => {
    expect(offeredByBash('pro')).toEqual(['prove']);
    expect(offeredByBash('help', 'stat')).toEqual(['status', 'stats']);
    expect(offeredByBash('prove', '--ba')).toEqual(['--bail']);
    expect(offeredByBash('prove', '--rows', 'e')).toEqual(['existing']);
  });

  it.each(shells)('contains every command and flag in %s', (shell) => {
    const script = completionScript(program, shell);
    for (const command of program.commands) {
      expect(script).toContain(command.name());
      // Its hidden flags are those with which the script asks for names.
      if (command.name() === 'completion') continue;
      for (const { long, hidden } of command.options)
        expect([long, script.includes(long?.slice(2) ?? '')]).toEqual([long, !hidden]);
    }
  });
});
