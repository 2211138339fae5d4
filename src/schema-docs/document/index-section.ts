import type { Relation } from '../model/schema-model.js';
import { code, paragraph, section, tableOf, text, type Block } from './document.js';
import { costInWords, costLegend, servicesInWords } from './index-words.js';
import { anchorFor } from './anchors.js';
import type { Links } from './links.js';
import { splitQualified } from './names.js';

/** Section about indexes, with the uses and the cost of each. */
export function indexSection({ indexes }: Relation, links: Links): readonly Block[] {
  const table = tableOf(
    indexes,
    [
      { head: 'Index', cell: ({ name }) => [code(splitQualified(name).name)] },
      { head: 'Definition', cell: ({ definition }) => [code(definition)] },
      { head: 'Serves', cell: ({ services }) => servicesInWords(services, links) },
      { head: 'Costs', cell: ({ cost }) => costInWords(cost) },
      { head: 'Also', cell: ({ traits }) => text(traits.join(', ')) },
      { head: 'Comment', cell: ({ comment }) => text(comment) },
    ],
    { anchor: ({ name }) => anchorFor('index', splitQualified(name).name) },
  );
  return section('Indexes', table.length === 0 ? [] : [...table, paragraph(costLegend)]);
}
