import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningCommand } from '../../support/run-command.js';
import { migration, useProjects } from './support/proving.js';

const project = useProjects();

/** Collects the output of a running command, and waits for a text in it. */
function listen({ process }: RunningCommand) {
  let said = '';
  process.stdout?.on('data', (text: string) => (said += text));
  process.stderr?.on('data', (text: string) => (said += text));
  return {
    until: async (text: string) => {
      while (!said.includes(text)) {
        if (process.exitCode !== null) throw new Error(`it ended without "${text}": ${said}`);
        await sleep(20);
      }
      const heard = said;
      said = '';
      return heard;
    },
  };
}

const watching = 'press Ctrl-C to stop';
const clean = migration('CREATE TABLE a (id int)', 'DROP TABLE a');

describe('prove --watch', () => {
  it.each(['', '--embedded'])(
    'proves changed migrations again, continues after an invalid file, and exits with 130 (%s)',
    async (flags) => {
      const suite = await project({ '1_a.ts': clean });
      const running = suite.start(`prove --watch ${flags}`.trim());
      const output = listen(running);
      try {
        expect(await output.until(watching)).toContain('1 migration: reversible');
        await suite.write({ 'migrations/1_a.ts': migration('CREATE TABLE a (id int)', 'SELECT 1') });
        expect(await output.until(watching)).toMatch(/changed: 1_a\.ts\n[^]*table public\.a is left behind/);
        await suite.write({ 'migrations/1_a.ts': 'export const up = (' });
        expect(await output.until(watching)).toMatch(/error: .*1_a\.ts:1/);
        await suite.write({
          'migrations/1_a.ts': clean,
          'migrations/2_b.mjs': clean.replaceAll('TABLE a', 'TABLE b'),
        });
        expect(await output.until(watching)).toContain('2 migrations: reversible');
        await suite.write({ 'migrations/2_b.mjs': migration('CREATE TABLE b (id int)', 'SELECT 1') });
        expect(await output.until(watching)).toContain('table public.b is left behind');
      } finally {
        running.process.kill('SIGINT');
      }
      expect((await running.finished).code).toBe(130);
    },
  );
});
