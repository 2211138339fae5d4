import type { Routine } from '../model/schema-model.js';
import { anchorFor } from './anchors.js';
import { grantTable } from './access-sections.js';
import { paragraph, sectionAt, tableOf, type Block, type Page } from './document.js';
import { touchInWords } from './history-words.js';
import { shortName } from './names.js';
import { migrationLink, type PageContext } from './relation-page.js';

/** The page with the source of all functions; undefined if there are none. */
export function routinesPage(context: PageContext): Page | undefined {
  const { routines } = context.model;
  if (routines.length === 0) return undefined;
  return {
    id: 'routines',
    stem: 'functions',
    title: 'Functions',
    blocks: [
      paragraph({ link: { kind: 'page', page: 'overview' }, content: ['All of the schema'] }),
      ...routines.flatMap((routine) => routineBlocks(routine, context)),
    ],
  };
}

function routineBlocks(routine: Routine, context: PageContext): readonly Block[] {
  const { name, kind, definition, comment, grants, touches } = routine;
  const history = tableOf(touches, [
    { head: 'Migration', cell: ({ migration }) => [migrationLink(migration, context)] },
    { head: 'Does', cell: (touch) => touchInWords(touch, { kind, name }) },
  ]);
  return sectionAt({ text: shortName(name), anchor: anchorFor('function', name) }, [
    ...(comment === undefined ? [] : [paragraph(comment)]),
    { kind: 'code', language: 'sql', text: definition },
    ...grantTable(grants),
    ...history,
  ]);
}
