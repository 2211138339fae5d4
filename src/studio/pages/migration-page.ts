import { relative } from 'node:path';
import type { StatementEffects, StepEffects } from '../../effects/effects.js';
import type { MigrationEffects } from '../../effects/observe-effects.js';
import { markup, type Markup } from '../../html/markup.js';
import {
  bulletList,
  changeBlock,
  codeBlock,
  dataTable,
  inlineCode,
  paragraph,
  section,
} from '../../html/page-parts.js';
import { findMigrationFiles, type MigrationFile } from '../../migrations/migration-file.js';
import { readSource } from '../../migrations/migration-source.js';
import { effectsOn } from '../../report/effects/text.js';
import { proofParts } from '../../report/prove/html.js';
import { changeLines } from '../../report/text/change-lines.js';
import { formatDuration } from '../../report/text/format-number.js';
import { createPaint } from '../../report/text/paint.js';
import { valueOf } from '../studio-results.js';
import { historyTable } from './history-page.js';
import type { PageContext } from './page-context.js';
import { resultParts } from './result-parts.js';
import type { StudioPage } from './studio-page.js';
import { verdictMark } from './timeline-page.js';

/**
 * One migration: its proof with the repair, its source, its changes, its statements with their locks, its history.
 * Returns `undefined` for a name that neither the folder nor the history has.
 */
export async function migrationPage(name: string, context: PageContext): Promise<StudioPage | undefined> {
  const files = await findMigrationFiles(context.config.migrations);
  const file = files.find((one) => one.name === name);
  const live = valueOf(context.results.get('live'));
  const isApplied = live?.status.chain.some((entry) => entry.name === name) === true;
  if (!file && !isApplied) return undefined;
  if (file) context.observe(name);
  const entries = live?.history.filter(({ migration }) => migration === name) ?? [];
  return {
    title: name,
    body: [
      ...(file
        ? [proofSection(name, context), changesSection(name, context), statementsSection(name, context)]
        : []),
      file ? await sourceSection(file, context) : missingSection(name, context),
      ...(entries.length > 0
        ? [section({ id: 'history', heading: markup`History`, parts: [historyTable(entries)] })]
        : []),
    ],
  };
}

function proofSection(name: string, context: PageContext): Markup {
  const { results, strict, config } = context;
  const parts = resultParts(results.get('proof'), {
    running: 'The proof is running …',
    render: () => {
      const proof = results.proofOf(name);
      return proof ? proofParts(proof, { strict, cwd: config.projectDirectory }) : [];
    },
  });
  return section({
    id: 'proof',
    heading: markup`Proof: ${verdictMark(results.proofOf(name), context)}`,
    parts,
  });
}

function changesSection(name: string, { results }: PageContext): Markup {
  const parts = resultParts(results.get('schema'), {
    running: 'The migrations are being applied to a scratch database …',
    render: ({ steps }) => {
      const step = steps.find((one) => one.name === name);
      if (!step) return [];
      const lines = changeLines(step.differences, createPaint('never'));
      return lines.length === 0
        ? [paragraph('The up changes no object of the catalog.')]
        : [changeBlock(lines)];
    },
  });
  return section({ id: 'changes', heading: markup`Changes of the up`, parts });
}

function statementsSection(name: string, { results }: PageContext): Markup {
  const parts = resultParts(results.effectsOf(name), {
    running: 'The statements are being observed on a scratch database …',
    render: (effects) => effectParts(effects),
  });
  return section({ id: 'statements', heading: markup`Statements and locks`, parts });
}

function effectParts({ up, down, failure }: MigrationEffects): readonly Markup[] {
  return [
    ...[up, down].flatMap((step) => (step ? stepParts(step) : [])),
    ...(failure ? [markup`<p class="bad">The ${failure.direction} fails: ${failure.error.reason}</p>`] : []),
  ];
}

function stepParts({ direction, statements }: StepEffects): readonly Markup[] {
  const title = direction === 'up' ? 'Up' : 'Down';
  if (statements.length === 0) return [markup`<h3>${title}</h3>`, paragraph('It sends no statement.')];
  return [markup`<h3>${title}</h3>`, ...statements.flatMap(statementParts)];
}

function statementParts(statement: StatementEffects): readonly Markup[] {
  const { sql, locks, milliseconds, transaction } = statement;
  const alone = transaction === 'none' ? ', without a transaction' : '';
  return [
    codeBlock(sql.trim()),
    markup`<p class="soft">${formatDuration(milliseconds)} on an empty database${alone}</p>`,
    ...(locks.length === 0
      ? []
      : [
          dataTable({
            label: 'Locks',
            head: ['Lock', 'On', 'Effects'],
            rows: locks.map((lock) => [
              lock.mode,
              inlineCode(`${lock.kind} ${lock.relation}`),
              effectsOn(lock, statement).join(', '),
            ]),
          }),
        ]),
  ];
}

async function sourceSection(file: MigrationFile, { config }: PageContext): Promise<Markup> {
  const { files } = await readSource(file);
  const path = relative(config.projectDirectory, file.path);
  return section({
    id: 'source',
    heading: markup`Source: ${inlineCode(path)}`,
    parts: files.flatMap(({ name, text }) => [
      ...(files.length > 1 ? [markup`<h3>${inlineCode(name)}</h3>`] : []),
      codeBlock(text),
    ]),
  });
}

/** The text that ran, where the history recorded it. */
function missingSection(name: string, { results }: PageContext): Markup {
  const entries = valueOf(results.get('live'))?.history ?? [];
  const source = entries.findLast((one) => one.migration === name && one.source !== null)?.source;
  return section({
    id: 'source',
    heading: markup`Source`,
    parts: [
      markup`<p class="bad">The file of this migration is missing${source ? '; this is the text that ran:' : '.'}</p>`,
      ...(source?.files ?? []).map(({ text }) => codeBlock(text)),
      ...bulletList(source ? [] : ['The history has no record of its text.']),
    ],
  });
}
