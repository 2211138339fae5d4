import { readdir, readFile } from 'node:fs/promises';
import { startOwnServer, type OwnServer } from '../../support/faults/own-server.js';
import { sql } from '../cli/support/migrations.js';
import { createProject, type Project } from '../cli/support/project.js';

const secret = 'open sesame/ä';

let server: OwnServer;
let project: Project;

beforeAll(async () => {
  server = await startOwnServer();
  await server.session.query(`CREATE ROLE keeper SUPERUSER LOGIN PASSWORD '${secret}'`);
  const url = new URL(server.url);
  url.username = 'keeper';
  url.password = secret;
  project = await createProject(
    {
      'migrations/1_a.js': sql('CREATE TABLE a (id int)', 'DROP TABLE a'),
      'migrations/2_bad.js': sql('SELECT pg_sleep(0.5); SELECT nosuch', 'SELECT 1'),
    },
    { DATABASE_URL: url.href },
  );
});

afterAll(async () => {
  await project.remove();
  await server.drop();
});

/** The arguments of all visible processes. */
async function processList(): Promise<string> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
  return (await Promise.all(lines)).join('\n');
}

const isLinux = process.platform === 'linux';

describe('a password', () => {
  it('is neither in the output of a command nor in the arguments of a process', async () => {
    const own = decodeURIComponent(new URL(server.url).password);
    const lines = [
      'up --verbose',
      'up --json --verbose',
      'status --json',
      'history --json',
      'prove --verbose --report r.json',
      'down --verbose',
    ];
    const printed: string[] = [];
    const seen: string[] = [];
    for (const line of lines) {
      const running = project.start(line);
      while (isLinux && running.process.exitCode === null) {
        seen.push(await processList());
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const { stdout, stderr } = await running.finished;
      printed.push(stdout, stderr);
    }
    printed.push(await readFile(project.path('r.json'), 'utf8'));
    const found = [...printed, ...seen].filter((text) =>
      [secret, encodeURIComponent(secret), own].some((word) => text.includes(word)),
    );

    expect(printed.join('')).toContain('1_a');
    expect(seen.join('').includes('postgres') || !isLinux).toBe(true);
    expect(found).toEqual([]);
  });

  it('is not in the history', async () => {
    const { rows } = await server.session.query<{ text: string }>(
      'SELECT h::text AS text FROM roundtrip.history AS h UNION ALL SELECT s::text FROM roundtrip.statement AS s',
    );

    expect(rows.length).toBeGreaterThan(2);
    expect(rows.filter(({ text }) => text.includes(secret))).toEqual([]);
  });
});
