import { RoundtripError, UsageError, down, prove, status, up, verify } from '../../../src/index.js';

/** The error with which a call rejects. */
async function rejection(call: Promise<unknown>): Promise<RoundtripError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RoundtripError) return error;
  throw new Error(`expected a RoundtripError, and got ${String(error)}`);
}

describe('the options of the library', () => {
  it('are rejected if they are misspelt, with a list of the existing options', async () => {
    const error = await rejection(prove({ migrationDir: 'x' } as never));

    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toBe('unknown option migrationDir');
    expect(error.remedy).toContain('migrationsDir');
  });

  it.each([
    ['rows', prove({ rows: 'all' as never }), 'rows cannot be "all"'],
    ['jobs', prove({ jobs: 0 }), 'jobs cannot be 0'],
    ['count', up({ count: 0.5 }), 'count cannot be 0.5'],
    ['count and to', down({ count: 1, to: 'x' }), 'count and to exclude each other'],
    ['lockWait', status({ lockWait: 'long' }), '--lock-wait long'],
  ])('are rejected if %s has an invalid value', async (_name, call, message) => {
    const error = await rejection(call);

    expect(error).toMatchObject({ code: 'usage', exitCode: 2 });
    expect(error.message).toContain(message);
  });

  it('are rejected before a server is started if the folder contains no migrations', async () => {
    expect(await rejection(prove({ cwd: '/nowhere' }))).toMatchObject({ code: 'usage' });
  });

  it('may contain an aborted signal, with which no function starts', async () => {
    const calls = [prove, up, verify].map((call) => rejection(call({ signal: AbortSignal.abort() })));

    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ code: 'interrupted' });
  });
});
