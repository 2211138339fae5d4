import { testServerUrl } from '../../../support/scratch.js';
import { createProject, type Environment, type Files, type Project } from '../../cli/support/project.js';

/** The keys of `prove --json` that tests use. */
export interface ProofJson {
  readonly format: string;
  readonly verdict: string;
  readonly server: { readonly version: string; readonly kind: string };
  readonly migrations: readonly MigrationJson[];
  readonly compared: { readonly rows: number; readonly notCompared: readonly string[] };
}

export interface MigrationJson {
  readonly name: string;
  readonly verdict: string;
  readonly traces: readonly {
    readonly kind: string;
    readonly name: string;
    readonly change: string;
    readonly before: string | null;
    readonly after: string | null;
    readonly repair: string | null;
    readonly explanation?: string;
  }[];
  readonly repair?: string;
  readonly error?: { readonly phase: string; readonly message: string; readonly code: string | null };
  readonly file: string;
  readonly line?: number;
  readonly notes?: readonly string[];
  readonly rows?: readonly { readonly table: string; readonly compared: string; readonly rows: number }[];
  readonly accepted?: readonly object[];
  readonly staleAcceptances?: readonly object[];
}

export interface Proven {
  readonly code: number | null;
  readonly stderr: string;
  readonly report: ProofJson;
  /** Verdicts by name of the migration. */
  readonly verdicts: Readonly<Record<string, string>>;
  readonly migration: (name: string) => MigrationJson;
}

/** Creates projects whose DATABASE_URL is that of the test server. Hooks of Jest remove them. */
export function useProjects(): (migrations: Files, env?: Environment) => Promise<Project> {
  const projects: Project[] = [];
  afterAll(async () => {
    for (const project of projects) await project.remove();
  });
  return async (migrations, env = {}) => {
    const files = Object.entries(migrations).map(([name, text]) => [`migrations/${name}`, text] as const);
    const project = await createProject(Object.fromEntries(files), {
      DATABASE_URL: testServerUrl(),
      GITHUB_ACTIONS: '',
      ...env,
    });
    projects.push(project);
    return project;
  };
}

/** Runs `prove --json`, and parses its output. */
export async function proveIn(project: Project, flags = '', env: Environment = {}): Promise<Proven> {
  const { code, stdout, stderr } = await project.run(`prove --json ${flags}`, env);
  const report = parse(stdout, stderr);
  return {
    code,
    stderr,
    report,
    verdicts: Object.fromEntries(report.migrations.map(({ name, verdict }) => [name, verdict])),
    migration: (name) => {
      const found = report.migrations.find((one) => one.name === name);
      if (!found) throw new Error(`${name} is not in the report: ${stdout}`);
      return found;
    },
  };
}

function parse(stdout: string, stderr: string): ProofJson {
  const report = JSON.parse(stdout) as ProofJson;
  if (report.format !== 'roundtrip.prove/1') throw new Error(`no report: ${stdout}${stderr}`);
  return report;
}

/** A migration in JavaScript with these statements. */
export function migration(up: string, down: string): string {
  return `export const up = (pgm) => pgm.sql(${JSON.stringify(up)});
export const down = (pgm) => pgm.sql(${JSON.stringify(down)});
`;
}

/** The same without a transaction. */
export function outsideTransaction(up: readonly string[], down: readonly string[]): string {
  const steps = (statements: readonly string[]) =>
    ['pgm.noTransaction();', ...statements.map((one) => `pgm.sql(${JSON.stringify(one)});`)].join(' ');
  return `export const up = (pgm) => { ${steps(up)} };
export const down = (pgm) => { ${steps(down)} };
`;
}
