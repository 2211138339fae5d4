import { readFile } from 'node:fs/promises';

/** Files of `client/`, in the order in which they run: drawings are initialised before one is shown. */
const names = ['theme', 'drawing', 'route', 'search'];

/** Reads the scripts that run in the reader's browser. */
export function readClientScripts(): Promise<readonly string[]> {
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(`client/${name}.js`, import.meta.url), 'utf8');
      return text.replaceAll('\r\n', '\n').trim();
    }),
  );
}
