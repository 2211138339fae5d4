import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';

/** Path of the installed browser, or undefined if there is none. */
export const browserPath = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'chromium'))
  .find((path) => existsSync(path));

const quietly = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

/** A browser with a new profile, which is removed with it. */
export function openBrowser(): Promise<BrowserContext> {
  if (browserPath === undefined) throw new Error('there is no chromium');
  return chromium.launchPersistentContext('', {
    executablePath: browserPath,
    headless: true,
    args: quietly,
    colorScheme: 'light',
    viewport: { width: 1280, height: 900 },
  });
}
