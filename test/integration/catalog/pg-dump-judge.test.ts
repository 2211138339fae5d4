import fc from 'fast-check';
import { rehearse, judge } from '../../support/judge.js';
import { judgeServerMajor, startJudgeServer, type JudgeServer } from '../../support/judge-server.js';
import { pgDumpMajor } from '../../support/pg-dump.js';
import { randomStory } from '../../support/random-schema.js';

/**
 * Higher numbers of runs and other seeds find more. A failure prints the seed and the smallest failing
 * example.
 */
const numRuns = Number(process.env.ROUNDTRIP_JUDGE_RUNS || 150);
const seed = Number(process.env.ROUNDTRIP_JUDGE_SEED || 1);

const major = await judgeServerMajor();
const describeJudged = pgDumpMajor() >= major ? describe : describe.skip;

describeJudged(`pg_dump as the judge of random changes (needs pg_dump ${major} or newer)`, () => {
  let server: JudgeServer;
  beforeAll(async () => {
    server = await startJudgeServer();
  });
  afterAll(() => server.stop());

  it(
    'pg_dump never shows a difference between random schemas where roundtrip detects none',
    () =>
      server.withDatabase(({ session }) =>
        fc.assert(
          fc.asyncProperty(randomStory, async (story) => {
            if ((await rehearse(session, story)) !== 'same') return;
            const { ours, dumped } = await judge(server, story);
            expect({ ours, dumped }).toEqual({ ours: [], dumped: [] });
          }),
          { numRuns, seed },
        ),
      ),
    3_600_000,
  );
});
