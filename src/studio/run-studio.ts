import type { Config } from '../config/config.js';
import { withScratchServer } from '../database/open-database.js';
import type { Database } from '../database/session.js';
import { messageOf } from '../errors.js';
import { markup, stacked } from '../html/markup.js';
import { withFolderWatch, type FolderWatcher } from '../migrations/watch-folder.js';
import { strictness } from '../prove/proof-settings.js';
import type { ScratchChoice } from '../scratch-run/choose-server.js';
import { BackgroundJobs } from './background-jobs.js';
import type { Content } from './http/response.js';
import { serveStudio, type StudioContent } from './http/studio-server.js';
import { readAssets } from './page-shell.js';
import { findPage } from './pages/find-page.js';
import type { PageContext } from './pages/page-context.js';
import { readOnlyDatabase } from './read-only-database.js';
import { StudioResults, valueOf } from './studio-results.js';
import { LiveWatch } from './watch-live.js';

export interface StudioOptions {
  readonly config: Config;
  /** The live database, which the studio only reads. */
  readonly database: Database;
  /** Server on which migrations are run; by default an embedded one that is deleted afterwards. */
  readonly scratch: Exclude<ScratchChoice, { kind: 'automatic' }>;
  /** 0: any free port. */
  readonly port: number;
  readonly signal: AbortSignal;
  /** Called when the page can be opened. */
  readonly started: (url: string) => void;
}

/**
 * Serves the studio until the user wants to stop.
 * @throws UsageError when the port is taken
 */
export function runStudio(options: StudioOptions): Promise<void> {
  const { config, signal, scratch } = options;
  const target =
    scratch.kind === 'embedded' ? ({ ...scratch, directory: '', why: 'asked' } as const) : scratch;
  const { directories } = config.migrations;
  return withScratchServer(target, { signal }, (server) =>
    withFolderWatch({ directories, signal }, (folder) => serve(options, server, folder)),
  );
}

async function serve(options: StudioOptions, server: Database, folder: FolderWatcher): Promise<void> {
  const { config, signal, scratch: choice } = options;
  const database = readOnlyDatabase(options.database);
  const results = new StudioResults();
  const live = new LiveWatch({ config, database, results });
  const jobs = new BackgroundJobs({ config, live: database, scratch: server, choice, signal }, results);
  const studio = await serveStudio(
    contentOf({ assets: await readAssets(), config, results, jobs }),
    options.port,
  );
  try {
    options.started(studio.url);
    const following = live.follow(signal, () => {
      jobs.databaseChanged();
    });
    jobs.filesChanged();
    await followFiles(folder, { live, jobs }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    await following;
  } finally {
    await studio.close();
    await jobs.stop();
  }
}

/** @throws InterruptedError when the user wants to stop, which is its only end */
async function followFiles(
  folder: FolderWatcher,
  { live, jobs }: { readonly live: LiveWatch; readonly jobs: BackgroundJobs },
): Promise<never> {
  for (;;) {
    await folder.nextChange();
    await live.refresh();
    jobs.filesChanged();
  }
}

interface Parts {
  readonly assets: StudioContent['assets'];
  readonly config: Config;
  readonly results: StudioResults;
  readonly jobs: BackgroundJobs;
}

function contentOf({ assets, config, results, jobs }: Parts): StudioContent {
  const context = {
    config,
    results,
    strict: strictness({ strict: undefined }, config),
    observe: (name: string) => {
      jobs.observe(name);
    },
  };
  return {
    assets,
    page: (path, schemaPath) => pageContent(path, { ...context, schemaPath }),
    schema: () => schemaContent(results),
    onChange: (listener) => results.onChange(listener),
  };
}

const prefix = '/api/page';

/** The page as JSON: its title, and its body as HTML in which all text is escaped. */
async function pageContent(path: string, context: PageContext): Promise<Content | undefined> {
  if (!path.startsWith(`${prefix}/`)) return undefined;
  const page = await findPage(path.slice(prefix.length), context).catch((error: unknown) => ({
    title: 'Error',
    body: [markup`<p class="bad">${messageOf(error)}</p>`],
  }));
  if (!page) return undefined;
  const body = markup`<h1 tabindex="-1">${page.title}</h1>${stacked(page.body)}`;
  return { type: 'application/json', body: JSON.stringify({ title: page.title, html: body.source }) };
}

/**
 * The page has a policy of its own that allows only its own scripts by their hashes; both policies apply (CSP Level
 * 3, 8.1). In its sandbox it can neither read the studio nor its token.
 */
const schemaPolicy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-scripts";

function schemaContent(results: StudioResults): Content | undefined {
  const body = valueOf(results.get('schema'))?.files.get('index.html');
  return body === undefined ? undefined : { type: 'text/html', body, policy: schemaPolicy };
}
