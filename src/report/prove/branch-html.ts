import { isCommuteFinding, type CommuteReport } from '../../commute/commute-report.js';
import type { OrderReport } from '../../git/migration-order.js';
import { markup, type Markup } from '../../html/markup.js';
import { codeBlock, dataTable, inlineCode, paragraph, resultMark, section } from '../../html/page-parts.js';
import { createPaint } from '../text/paint.js';
import { renderCommute } from './commute.js';
import type { ProofFileOptions } from './file-options.js';
import { misplacedText, renameAdvice } from './order.js';

/** Sections about the order of the migrations, where it was checked. */
export function branchSections({ branch = {}, strict }: ProofFileOptions): readonly Markup[] {
  const { order, commute } = branch;
  return [
    ...(order && order.misplaced.length > 0 ? [orderSection(order)] : []),
    ...(commute ? [commuteSection(commute, strict)] : []),
  ];
}

function orderSection(order: OrderReport): Markup {
  const rows = order.misplaced.map((one) => [
    inlineCode(one.name),
    inlineCode(one.newName),
    misplacedText(one, order),
  ]);
  return section({
    id: 'order',
    heading: resultMark('bad', 'Out of order'),
    parts: [
      dataTable({ label: 'Out of order', head: ['Migration', 'New name', 'Why'], rows }),
      paragraph(markup`To rename: ${inlineCode(renameAdvice)}`),
    ],
  });
}

function commuteSection(commute: CommuteReport, strict: ProofFileOptions['strict']): Markup {
  const tone = isCommuteFinding(commute, { strict }) ? 'bad' : commute.findings.length > 0 ? 'warn' : 'good';
  return section({
    id: 'commute',
    heading: resultMark(tone, `Order of this branch and ${commute.branch}`),
    parts: [codeBlock(renderCommute(commute, { paint: createPaint('never'), strict }))],
  });
}
