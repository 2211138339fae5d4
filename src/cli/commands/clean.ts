import { join } from 'node:path';
import { exitCodes, type ExitCode } from '../../errors.js';
import { ProofCache } from '../../prove/cache/proof-cache.js';
import type { Context } from '../context.js';

/** `roundtrip clean`: deletes the verdicts that `prove` keeps in `.roundtrip`. */
export async function run({ cwd, terminal }: Context): Promise<ExitCode> {
  await new ProofCache(join(cwd, '.roundtrip'), cwd).clear();
  terminal.result('deleted the verdicts of earlier proofs');
  terminal.json({ format: 'roundtrip.clean/1' });
  return exitCodes.done;
}
