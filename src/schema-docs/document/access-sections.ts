import type { Attachment, Grant, Relation } from '../model/schema-model.js';
import { anchorFor } from './anchors.js';
import { code, codeCell, codes, section, tableOf, text, type Block } from './document.js';

/** Sections about triggers, rules, extended statistics, policies and privileges. */
export function accessSections({ attachments, policies, grants }: Relation): readonly Block[] {
  const ofKind = (kind: Attachment['kind']) => attachments.filter((one) => one.kind === kind);
  return [
    ...section('Triggers', attachmentTable('Trigger', ofKind('trigger'))),
    ...section('Rules', attachmentTable('Rule', ofKind('rule'))),
    ...section('Statistics', attachmentTable('Statistics', ofKind('statistics'))),
    ...section(
      'Policies',
      tableOf(
        policies,
        [
          { head: 'Policy', cell: ({ name }) => [code(name)] },
          {
            head: 'For',
            cell: ({ command, mode }) => [mode === 'restrictive' ? `${command}, restrictive` : command],
          },
          { head: 'To', cell: ({ roles }) => codes(roles) },
          { head: 'Using', cell: ({ using }) => codeCell(using) },
          { head: 'With check', cell: ({ withCheck }) => codeCell(withCheck) },
          { head: 'Comment', cell: ({ comment }) => text(comment) },
        ],
        { anchor: ({ name }) => anchorFor('policy', name) },
      ),
    ),
    ...section('Grants', grantTable(grants)),
  ];
}

function attachmentTable(head: string, attachments: readonly Attachment[]): readonly Block[] {
  return tableOf(
    attachments,
    [
      { head, cell: ({ name }) => [code(name)] },
      { head: 'Definition', cell: ({ definition }) => codeCell(definition) },
      { head: 'Also', cell: ({ traits }) => text(traits.join(', ')) },
      { head: 'Comment', cell: ({ comment }) => text(comment) },
    ],
    { anchor: ({ name }) => anchorFor('trigger', name) },
  );
}

export function grantTable(grants: readonly Grant[]): readonly Block[] {
  return tableOf(grants, [
    { head: 'Role', cell: ({ to }) => [code(to)] },
    { head: 'Privileges', cell: ({ privileges }) => codes(privileges) },
  ]);
}
