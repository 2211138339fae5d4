import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvFile } from '../../../src/config/env-file.js';

async function reading(text: string, env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const directory = await mkdtemp(join(tmpdir(), 'roundtrip-env-'));
  try {
    await writeFile(join(directory, '.env'), text);
    readEnvFile(directory, env);
    return env;
  } finally {
    await rm(directory, { recursive: true });
  }
}

describe('.env', () => {
  it('may refer to its other variables, in any order, and to those of the environment', async () => {
    const text =
      'URL=postgres://${USER_NAME}:${SECRET}@${HOST}/app\nUSER_NAME=app\nHOST=${REGION}.example.org\n';
    expect(await reading(text, { SECRET: 's3', REGION: 'eu' })).toMatchObject({
      URL: 'postgres://app:s3@eu.example.org/app',
    });
  });

  it('keeps references to unknown variables, to the variable itself, or without braces, as in a password', async () => {
    const text = "A='p$word${nobody}'\nB=${B}x\n";
    expect(await reading(text, {})).toMatchObject({ A: 'p$word${nobody}', B: '${B}x' });
  });

  it('does not override the environment', async () => {
    expect(await reading('A=file\nB=${A}', { A: 'outside' })).toMatchObject({ A: 'outside', B: 'outside' });
  });
});
