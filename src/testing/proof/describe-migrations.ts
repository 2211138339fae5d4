import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { UnexpectedError } from '../../errors.js';
import { findFramework, type FrameworkSearch } from '../framework.js';
import { requestOf, type Environment } from '../options.js';
import { errorFrom } from '../sent-error.js';
import type { Outcome, ProofOutput, ProofRequest } from './outcome.js';
import type { DescribeMigrationsOptions, ProofOptions } from './proof-options.js';

export type Surroundings = Omit<FrameworkSearch, 'given'>;

const defaultTimeout = 120_000;

/**
 * Registers a test for each migration. The first test to run proves all of them, and each test fails with what
 * `roundtrip prove` prints about its migration.
 * @throws UsageError outside of a test framework, and when there are no migrations
 */
export function describeMigrations(options: DescribeMigrationsOptions, surroundings: Surroundings): void {
  const { describe, test, title = 'migrations', timeout = defaultTimeout, ...proof } = options;
  const given = { ...(describe ? { describe } : {}), ...(test ? { test } : {}) };
  const framework = findFramework({ ...surroundings, given });
  const request = requestOf<ProofOptions>(proof, surroundings.environment);
  const names = listNames({ ...request, wanted: 'names' });
  const prove = once(() => runProof({ ...request, wanted: 'proof' }));
  framework.describe(title, () => {
    for (const name of names) {
      const passes = async () => {
        assertPasses(name, await prove());
      };
      framework.test(name, passes, timeout);
    }
  });
}

function assertPasses(name: string, outcomes: readonly Outcome[]): void {
  const outcome = outcomes.find((one) => one.name === name);
  if (!outcome) throw new UnexpectedError(`${name} is not in the proof: it was added while the tests ran`);
  if (outcome.state === 'fails') throw new MigrationFailure(outcome);
}

/** Its stack names the migration, so that an editor or test runner shows the line of the down. */
class MigrationFailure extends Error {
  constructor({ message, place: { path, line = 1 } }: Extract<Outcome, { state: 'fails' }>) {
    super(message);
    this.name = 'MigrationFailure';
    this.stack = `${this.name}: ${message}\n    at down (${path}:${line}:1)`;
  }
}

const program = fileURLToPath(new URL('main.js', import.meta.url));

/** Test frameworks need the titles at once, so this waits for another process, which reads the configuration. */
function listNames(request: ProofRequest): readonly string[] {
  const { env } = request.options;
  const { stdout, stderr, error } = spawnSync(process.execPath, [program], {
    input: `${JSON.stringify(request)}\n`,
    encoding: 'utf8',
    env: programVariables(env),
  });
  const output = parseOutput(stdout, error?.message ?? stderr);
  return 'names' in output ? output.names : [];
}

async function runProof(request: ProofRequest): Promise<readonly Outcome[]> {
  const child = spawn(process.execPath, [program], {
    env: programVariables(request.options.env),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(request)}\n`);
  const output = parseOutput(await text(child.stdout), 'it ended without a result');
  return 'outcomes' in output ? output.outcomes : [];
}

/** Options of Node.js belong to the test runner. */
function programVariables({ NODE_OPTIONS, NODE_TEST_CONTEXT, ...env }: Environment): NodeJS.ProcessEnv {
  return env;
}

function parseOutput(stdout: string, problem: string): Exclude<ProofOutput, { error: unknown }> {
  if (stdout.trim() === '')
    throw new UnexpectedError(`the migrations could not be read: ${problem}`, {
      remedy: 'Run roundtrip prove.',
    });
  const output = JSON.parse(stdout) as ProofOutput;
  if ('error' in output) throw errorFrom(output.error);
  return output;
}

function once<T>(action: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => (started ??= action());
}
