import { driftPage } from './drift-page.js';
import { historyPage } from './history-page.js';
import { keptPage } from './kept-page.js';
import { migrationPage } from './migration-page.js';
import type { PageContext } from './page-context.js';
import { schemaPage } from './schema-page.js';
import type { StudioPage } from './studio-page.js';
import { timelinePage } from './timeline-page.js';

/** Pages by their path, which is also the fragment in the browser. */
const pages: ReadonlyMap<string, (context: PageContext) => StudioPage> = new Map([
  ['/', timelinePage],
  ['/schema', schemaPage],
  ['/drift', driftPage],
  ['/history', historyPage],
  ['/kept', keptPage],
]);

/** The page for a path such as `/migration/NAME`; `undefined` if there is none. */
export async function findPage(path: string, context: PageContext): Promise<StudioPage | undefined> {
  const page = pages.get(path);
  if (page) return page(context);
  const [, encoded] = /^\/migration\/([^/]+)$/.exec(path) ?? [];
  const name = encoded === undefined ? undefined : decoded(encoded);
  return name === undefined ? undefined : migrationPage(name, context);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
