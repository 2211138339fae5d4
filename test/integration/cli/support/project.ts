import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  runCommand,
  startCommand,
  type CommandResult,
  type RunningCommand,
} from '../../../support/run-command.js';

/** File contents by relative path. */
export type Files = Readonly<Record<string, string>>;

/** Environment variables of one call. `undefined` removes one that the project sets. */
export type Environment = Readonly<Record<string, string>>;

/** A temporary project folder in which commands are run. */
export class Project {
  readonly directory: string;
  readonly #env: Environment;

  constructor(directory: string, env: Environment) {
    this.directory = directory;
    this.#env = env;
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  async write(files: Files): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(this.path(name)), { recursive: true });
      await writeFile(this.path(name), content);
    }
  }

  /** Runs a command line, split at spaces. `runArgs` accepts arguments that contain spaces. */
  run(line: string, env: Environment = {}): Promise<CommandResult> {
    return this.runArgs(line.split(' ').filter(Boolean), env);
  }

  runArgs(args: readonly string[], env: Environment = {}): Promise<CommandResult> {
    return runCommand(args, { cwd: this.directory, env: { ...this.#env, ...env } });
  }

  /** Like `run`, but in a separate process, for tests about its end or about signals. */
  runAlone(line: string, env: Environment = {}): Promise<CommandResult> {
    return this.start(line, env).finished;
  }

  start(line: string, env: Environment = {}): RunningCommand {
    return startCommand(line.split(' '), { cwd: this.directory, env: { ...this.#env, ...env } });
  }

  /** The same folder with another environment. */
  with(env: Environment): Project {
    return new Project(this.directory, env);
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

export async function createProject(files: Files, env: Environment = {}): Promise<Project> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'roundtrip-project-')));
  const project = new Project(directory, env);
  await project.write(files);
  return project;
}
