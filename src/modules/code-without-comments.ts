import type { Jiti } from 'jiti';
import { extname } from 'node:path';

/**
 * TypeScript or JavaScript in a form that comments, types and the space between tokens do not change. It is
 * parsed and printed, not run.
 * @throws SyntaxError when it cannot be parsed
 */
export async function codeWithoutComments(source: string, filename: string): Promise<string> {
  const code = (await startPrinter()).transform({
    source: source.replace(/^#!.*/, ''),
    filename,
    ts: /^\.[cm]?ts$/.test(extname(filename)),
    async: true,
    retainLines: false,
    babel: { comments: false, minified: true },
  });
  // In place of code that cannot be parsed, jiti gives code that throws this.
  if (code.includes('__JITI_ERROR__')) throw new SyntaxError(`${filename} cannot be parsed`);
  return code.trim();
}

let printer: Promise<Jiti> | undefined;

/** Its cache goes by the source alone, and adds a hash of it to the code. */
function startPrinter(): Promise<Jiti> {
  printer ??= import('jiti').then(({ createJiti }) => createJiti(import.meta.url, { fsCache: false }));
  return printer;
}
