import { markup, type Markup } from '../../html/markup.js';
import { codeBlock, dataTable, inlineCode, resultMark, type Tone } from '../../html/page-parts.js';
import type { DatabaseStatus } from '../../history/read-status.js';
import type { ChainEntry } from '../../migrations/migration-chain.js';
import { isFinding, type MigrationProof } from '../../prove/proof-report.js';
import { stateText } from '../../report/history/status-report.js';
import { headline, passingText } from '../../report/prove/words.js';
import { changeCounts } from '../../report/text/change-counts.js';
import type { PageContext } from './page-context.js';
import { failureParts, resultParts } from './result-parts.js';
import type { StudioPage } from './studio-page.js';
import { valueOf } from '../studio-results.js';

/** All migrations: applied, pending, edited or interrupted; the verdict of the last proof; what each changes. */
export function timelinePage(context: PageContext): StudioPage {
  const live = context.results.get('live');
  return {
    title: 'Migrations',
    body: [
      ...resultParts(live, {
        running: 'Reading the database …',
        render: ({ label, status }) => [
          markup`<p class="soft">${label}</p>`,
          proofLine(context),
          timeline(status, context),
          ...status.halfDone.flatMap(({ name, direction, statements }) => [
            markup`<h2>The ${direction} of ${inlineCode(name)} did not finish</h2>`,
            codeBlock(statements.map(({ sql, state }) => `-- ${state}\n${sql.trim()}`).join('\n')),
          ]),
        ],
      }),
    ],
  };
}

function proofLine({ results, strict }: PageContext): Markup {
  const proof = results.get('proof');
  if (proof.state === 'failed') return markup`${failureParts(proof)}`;
  const report = valueOf(proof);
  const running = proof.state === 'done' ? '' : ' A new proof is running …';
  if (!report) return markup`<p class="soft">The proof is running …</p>`;
  const findings = report.migrations.filter((one) => isFinding(one, { strict })).length;
  const text = report.verdict === 'reversible' ? passingText(report.migrations) : `${findings} with findings`;
  const on = `proven on PostgreSQL ${report.server.version} (${report.server.kind})`;
  return markup`<p>${resultMark(report.verdict === 'reversible' ? 'good' : 'bad', text)}, ${on}.${running}</p>`;
}

function timeline(status: DatabaseStatus, context: PageContext): Markup {
  const steps = new Map(valueOf(context.results.get('schema'))?.steps.map((step) => [step.name, step]));
  return dataTable({
    label: 'Migrations',
    head: ['Migration', 'State', 'Applied at', 'Proof', 'Changes'],
    rows: status.chain.map((entry) => {
      const step = steps.get(entry.name);
      return [
        migrationLink(entry.name),
        resultMark(toneOf(entry, status), stateText(entry, status)),
        'appliedAt' in entry ? timeText(entry.appliedAt) : '',
        verdictMark(context.results.proofOf(entry.name), context),
        step ? changeCounts(step.differences) || 'nothing' : '',
      ];
    }),
  });
}

export function migrationLink(name: string): Markup {
  return markup`<a href="#/migration/${encodeURIComponent(name)}">${name}</a>`;
}

function toneOf({ name, state }: ChainEntry, { edited, halfDone }: DatabaseStatus): Tone {
  if (state === 'missing' || state === 'out-of-order' || edited.ups.includes(name)) return 'bad';
  if (halfDone.some((one) => one.name === name)) return 'bad';
  return state === 'pending' ? 'warn' : 'good';
}

export function verdictMark(proof: MigrationProof | undefined, { strict }: PageContext): Markup {
  if (!proof) return markup`<span class="soft">not proven yet</span>`;
  const tone = isFinding(proof, { strict }) ? 'bad' : proof.verdict === 'reversible' ? 'good' : 'warn';
  return resultMark(tone, headline(proof));
}

/** `2026-11-28 12:00:00` of a time in ISO 8601 and UTC. */
export function timeText(iso: string): Markup {
  return markup`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}
