import { spawn } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

export type ProgramName = 'pg_dump' | 'pg_restore';

/** A program of PostgreSQL's client package on this machine. */
export interface ClientProgram {
  readonly path: string;
  readonly major: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Folders that hold one folder for each installed version: Debian, Red Hat, Homebrew, Postgres.app, Windows. */
const versioned = [
  { folder: '/usr/lib/postgresql', inside: 'bin' },
  { folder: '/usr', inside: 'bin', pattern: /^pgsql-/ },
  { folder: '/opt/homebrew/opt', inside: 'bin', pattern: /^(libpq|postgresql)/ },
  { folder: '/usr/local/opt', inside: 'bin', pattern: /^(libpq|postgresql)/ },
  { folder: '/Applications/Postgres.app/Contents/Versions', inside: 'bin' },
  { folder: 'C:\\Program Files\\PostgreSQL', inside: 'bin' },
] as const;

/** The newest of the programs on the search path and in the usual folders: a newer one reads all that older ones do. */
export async function findClientProgram(
  name: ProgramName,
  env: Environment,
): Promise<ClientProgram | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), ...(await versionedFolders())];
  const found = await Promise.all([...new Set(folders)].map((folder) => programAt(join(folder, file))));
  return found
    .filter((program) => program !== undefined)
    .reduce<ClientProgram | undefined>(
      (best, one) => (best && best.major >= one.major ? best : one),
      undefined,
    );
}

async function versionedFolders(): Promise<readonly string[]> {
  const folders = await Promise.all(
    versioned.map(async ({ folder, inside, ...choice }) => {
      const names = await readdir(folder).catch(() => []);
      const chosen = 'pattern' in choice ? names.filter((one) => choice.pattern.test(one)) : names;
      return chosen.map((one) => join(folder, one, inside));
    }),
  );
  return folders.flat();
}

async function programAt(path: string): Promise<ClientProgram | undefined> {
  try {
    await access(path, constants.X_OK);
  } catch {
    return undefined;
  }
  const major = /\(PostgreSQL\) (\d+)/.exec(await versionOf(path))?.[1];
  return major === undefined ? undefined : { path, major: Number(major) };
}

function versionOf(path: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(path, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.on('error', () => {
      resolve('');
    });
    child.on('close', () => {
      resolve(output);
    });
  });
}
