import { createHash } from 'node:crypto';
import { markup } from '../../html/markup.js';
import type { PageContext } from './page-context.js';
import { resultParts } from './result-parts.js';
import type { StudioPage } from './studio-page.js';

/** The schema reference of the present files, in a frame that may run nothing but the reference's own scripts. */
export function schemaPage({ results, schemaPath }: PageContext): StudioPage {
  return {
    title: 'Schema',
    body: resultParts(results.get('schema'), {
      running: 'The migrations are being applied to a scratch database …',
      // The frame loads again when the address changes.
      render: ({ files }) => [
        markup`<iframe class="reference" title="Schema reference" src="${schemaPath}?version=${versionOf(files.get('index.html') ?? '')}" sandbox="allow-scripts"></iframe>`,
      ],
    }),
  };
}

function versionOf(page: string): string {
  return createHash('sha256').update(page).digest('hex').slice(0, 16);
}
