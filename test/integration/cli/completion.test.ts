import { execFile, execFileSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { createProject, type Project } from './support/project.js';

const run = promisify(execFile);

let project: Project;

beforeAll(async () => {
  project = await createProject({
    'bin/roundtrip': `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/cli/main.js')}' "$@"\n`,
    'migrations/1700000000001_create-customers.sql': 'SELECT 1',
    'migrations/1700000000002_add-mood.sql': 'SELECT 1',
    'seeds/development/1.sql': 'SELECT 1',
    'seeds/demo/1.sql': 'SELECT 1',
    'notes.txt': '',
  });
  await chmod(project.path('bin/roundtrip'), 0o755);
});

afterAll(() => project.remove());

const environment = () => ({
  PATH: `${project.path('bin')}:${process.env.PATH ?? ''}`,
  HOME: project.directory,
  TERM: 'dumb',
});

function isInstalled(shell: string): boolean {
  try {
    execFileSync(shell, ['--version']);
    return true;
  } catch {
    return false;
  }
}

async function shell(name: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(name, args, { cwd: project.directory, env: environment() });
  return stdout;
}

/** What a shell offers for a command line, in alphabetical order. */
const offers: Readonly<Record<string, (line: string) => Promise<readonly string[]>>> = {
  bash: async (line) => {
    const words = line.split(' ').map((word) => `'${word}'`);
    const code = `source <(roundtrip completion bash)
COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _roundtrip; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return sorted(await shell('bash', '-c', code));
  },
  fish: async (line) => {
    const code = `roundtrip completion fish | source; complete -C '${line}'`;
    return sorted((await shell('fish', '-c', code)).replace(/\t.*$/gm, ''));
  },
  // An interactive shell on a pseudoterminal, in which the functions that add candidates print them.
  zsh: async (line) => {
    const code = `zmodload zsh/zpty
zpty child zsh -f -i
zpty -w child 'PROMPT=; autoload -Uz compinit; compinit -u -D; source <(roundtrip completion zsh)
zstyle ":completion:*" list-prompt ""; zstyle ":completion:*" menu no; LISTMAX=0; unsetopt automenu listambiguous
compadd() { if [[ \${@[(I)-(O|A|D)]} -gt 0 ]]; then builtin compadd "$@"; return; fi
  local -a found; builtin compadd -A found "$@"; for one in $found; do print -r -- "OFFER $one" >> offers; done
  builtin compadd "$@" }
print ready >> offers'
while [[ ! -s offers ]]; do sleep 0.05; done
zpty -n -w child '${line}'$'\\t'
for i in {1..200}; do sleep 0.05; [[ $(grep -c OFFER offers) -gt 0 ]] && break; done
sleep 0.3
zpty -d child; grep OFFER offers | sed 's/OFFER //'; rm offers`;
    return sorted(await shell('zsh', '-f', '-c', code));
  },
};

function sorted(text: string): readonly string[] {
  return [...new Set(text.split('\n').filter(Boolean))].sort();
}

const migrations = ['1700000000001_create-customers', '1700000000002_add-mood'];

const lines: readonly (readonly [line: string, expected: readonly string[]])[] = [
  ['roundtrip prove ', migrations],
  ['roundtrip down 1700000000002', ['1700000000002_add-mood']],
  ['roundtrip lint add', ['add-mood']],
  ['roundtrip down --to ', migrations],
  ['roundtrip seed de', ['demo', 'development']],
  ['roundtrip prove --seed ', ['demo', 'development']],
  ['roundtrip prove --rows e', ['existing']],
  ['roundtrip prove --ba', ['--bail']],
  ['roundtrip comp', ['completion']],
  ['roundtrip completion ', ['bash', 'fish', 'zsh']],
];

for (const name of ['bash', 'fish', 'zsh']) {
  const describeShell = isInstalled(name) ? describe : describe.skip;
  describeShell(`the completion script in ${name}`, () => {
    it.each(lines)('completes "%s"', async (line, expected) => {
      expect(await offers[name]?.(line)).toEqual(expected);
    });
  });
}
