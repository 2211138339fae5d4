import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { parse } from 'yaml';

interface ActionStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

export async function readAction(): Promise<Action> {
  return parse(await readFile('action.yml', 'utf8')) as Action;
}

export interface ActionRun {
  /** Exit code of the step that failed; 0 if none did. */
  readonly code: number;
  readonly outputs: Readonly<Record<string, string>>;
  /** Standard output of all scripts. */
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  /** Files that were uploaded to code scanning. */
  readonly uploaded: readonly string[];
}

interface ActionOptions {
  /** The folder in which the repository is checked out. */
  readonly workspace: string;
  /** For temporary files of the run, and kept results. */
  readonly temporary: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the scripts of action.yml as GitHub does; the actions that it uses are replaced by copies of folders. */
export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const { workspace, temporary } = options;
  const action = await readAction();
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default] as const);
  const inputs = { ...Object.fromEntries(defaults), ...options.inputs };
  const runner = join(temporary, 'runner');
  const summaryPath = join(temporary, 'summary.md');
  await rm(runner, { recursive: true, force: true });
  await mkdir(runner, { recursive: true });
  await writeFile(summaryPath, '');
  const state: State = { inputs, steps: {}, temporary, uploaded: [] };
  const outcome = { code: 0, stdout: '', stderr: '' };
  for (const step of action.runs.steps) {
    if (step.if !== undefined && !isTrue(step.if, state)) continue;
    if (step.run === undefined) {
      await useAction(step, state);
      continue;
    }
    const outputPath = join(temporary, 'output');
    await writeFile(outputPath, '');
    const ran = await runScript(step.run, {
      cwd: join(workspace, resolve(step['working-directory'] ?? '.', state)),
      env: {
        ...options.env,
        ...resolveAll(step.env ?? {}, state),
        RUNNER_TEMP: runner,
        GITHUB_OUTPUT: outputPath,
        GITHUB_STEP_SUMMARY: summaryPath,
      },
    });
    outcome.stdout += ran.stdout;
    outcome.stderr += ran.stderr;
    if (step.id !== undefined) state.steps[step.id] = outputsIn(await readFile(outputPath, 'utf8'));
    if (ran.code !== 0) {
      outcome.code = ran.code;
      break;
    }
  }
  return {
    ...outcome,
    outputs: resolveAll(mapValues(action.outputs), state),
    summary: await readFile(summaryPath, 'utf8'),
    uploaded: state.uploaded,
  };
}

interface State {
  readonly inputs: Readonly<Record<string, string>>;
  readonly steps: Record<string, Readonly<Record<string, string>>>;
  readonly temporary: string;
  readonly uploaded: string[];
}

function mapValues(outputs: Action['outputs']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

function outputsIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^([\w-]+)=(.*)$/gm)].map(([, name = '', value]) => [name, value ?? '']),
  );
}

/** The values that expressions of action.yml use. */
function valueOf(name: string, { inputs, steps }: State): string {
  const [kind, first = '', , last = ''] = name.split('.');
  return (kind === 'inputs' ? inputs[first] : steps[first]?.[last]) ?? '';
}

function resolve(text: string, state: State): string {
  return text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
    if (expression === 'toJSON(inputs)') return JSON.stringify(state.inputs);
    return /[=&]/.test(expression) ? String(isTrue(expression, state)) : valueOf(expression, state);
  });
}

function resolveAll(
  values: Readonly<Record<string, string>>,
  state: State,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, resolve(value, state)]));
}

/** Evaluates comparisons with texts that are joined by `&&`. */
function isTrue(condition: string, state: State): boolean {
  return condition.split(' && ').every((part) => {
    const [, name = '', operator, text] = /^([\w.-]+) (==|!=) '(.*)'$/.exec(part) ?? [];
    if (operator === undefined) throw new Error(`unknown condition ${part}`);
    return (valueOf(name, state) === text) === (operator === '==');
  });
}

async function useAction(step: ActionStep, state: State): Promise<void> {
  const { uses = '', id = '' } = step;
  const { path = '', key = '', sarif_file: sarif = '' } = resolveAll(step.with ?? {}, state);
  const kept = join(state.temporary, 'kept', key);
  if (uses.includes('cache/restore')) {
    const isHit = existsSync(kept);
    if (isHit) await cp(kept, path, { recursive: true });
    state.steps[id] = { 'cache-hit': isHit ? 'true' : '' };
  } else if (uses.includes('cache/save')) await cp(path, kept, { recursive: true });
  else if (uses.includes('upload-sarif')) {
    JSON.parse(await readFile(sarif, 'utf8'));
    state.uploaded.push(sarif.replace(/^.*\//, ''));
  } else throw new Error(`unknown action ${uses}`);
}

interface Script {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** With the options of `shell: bash` (GitHub Docs, Workflow syntax, "jobs.<job_id>.steps[*].shell"). */
export function runScript(script: string, { cwd, env }: Script): Promise<Ran> {
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  const { PATH = '', HOME = '' } = process.env;
  const settings = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return new Promise((done) => {
    execFile('bash', args, { cwd, env: { PATH, HOME, ...settings, ...env } }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}
