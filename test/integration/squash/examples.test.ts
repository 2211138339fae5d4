import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { introspect } from '../../../src/introspect/introspect.js';
import { up } from '../../../src/run/run-migrations.js';
import { squash } from '../../../src/squash/squash.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

let scratch: Scratch;
let directory: string;

beforeEach(async () => {
  scratch = await createScratch();
  directory = await mkdtemp(join(tmpdir(), 'roundtrip-squash-'));
});

afterEach(async () => {
  await scratch.drop();
  await rm(directory, { recursive: true });
});

const read = () => readConfig({ flags: { databaseUrl: scratch.url }, env: {}, cwd: directory });

describe.each(['.', 'examples/tenancy', 'examples/community', 'examples/notification-emails'])(
  'the migrations of %s',
  (project) => {
    it('have the same result as one squashed migration, and as one written from their database', async () => {
      await cp(join(project, 'migrations'), join(directory, 'migrations'), { recursive: true });
      const config = await read();
      const { database } = scratch;
      const fixed = { config, signal: uninterruptible } as const;
      const observer = { started: () => undefined, finished: () => undefined };
      const squashed = await squash({
        ...{ ...fixed, server: database, to: undefined, maxRows: 1000 },
        ...{ clusterChanges: 'refused', mode: 'dry run' },
      });
      expect(squashed).toMatchObject({ verdict: 'planned', limits: [], differences: [] });

      await up({ kind: 'all' }, { ...fixed, database, observer, mode: 'run', history: 'off' });
      await scratch.session.query('DROP TABLE pgmigrations');
      await rm(join(directory, 'migrations'), { recursive: true });
      const report = await introspect({
        ...{ ...fixed, database, scratch: { kind: 'automatic' }, name: 'initial-schema', now: 1 },
        ...{ language: 'ts', roles: 'presumed', mode: 'dry run' },
      });
      expect(report).toMatchObject({ verdict: 'planned', limits: [], residual: [] });
    });
  },
);
