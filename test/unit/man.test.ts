import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { renderMan } from '../../scripts/render-man.mjs';
import { createProgram } from '../../src/cli/program.js';

const program = createProgram(() => Promise.resolve());
const page = readFileSync('man/roundtrip.1', 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  man: string;
  files: readonly string[];
};

/** The page as text, and the warnings of the formatter; `undefined` where there is none. */
function rendered(): string | undefined {
  try {
    return execFileSync(
      'sh',
      ['-c', 'groff -man -Tascii -P-c -ww -rLL=300n -rHY=0 man/roundtrip.1 2>&1 | col -bx'],
      {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C' },
      },
    );
  } catch {
    return undefined;
  }
}

function hasGroff(): boolean {
  try {
    execFileSync('groff', ['--version']);
    return true;
  } catch {
    return false;
  }
}

describe('the manual page', () => {
  it('describes the current command line (otherwise run npm run docs:commands)', () => {
    expect(page).toBe(renderMan(program, manifest.version));
  });

  it('is installed with the package', () => {
    expect(manifest.man).toBe('./man/roundtrip.1');
    expect(manifest.files).toContain('man');
  });

  (hasGroff() ? it : it.skip)('is formatted without warnings, with all commands and flags', () => {
    const text = rendered() ?? '';
    expect(text).not.toMatch(/: (warning|error)/);
    for (const command of program.commands) {
      expect(text).toContain(`roundtrip ${command.name()}`);
      const flags = command.options.filter(({ hidden }) => !hidden).map(({ long }) => long ?? '');
      expect(flags.filter((flag) => !text.includes(flag))).toEqual([]);
    }
    for (const [, code = ''] of readFileSync('README.md', 'utf8').matchAll(/^\| (\d+) +\|/gm))
      expect(text).toMatch(new RegExp(`^ +${code} `, 'm'));
  });
});
