import type { Markup } from '../../html/markup.js';
import { markup, stacked } from '../../html/markup.js';
import type { Bucket } from '../../rehearse/load/timeline.js';
import type { RehearsalReport, RehearsedMigration, StepReport } from '../../rehearse/rehearsal-report.js';
import { formatDuration } from '../text/format-number.js';
import { chartScale, type ChartFrame, type ChartScale } from './chart-scale.js';
import { oneLine, phaseWords, verdictWords } from './words.js';

const width = 1000;
const height = 380;
const frame: ChartFrame = { left: 62, right: 990, top: 46, bottom: 300 };
/** The strip below the latencies, with the connections that wait for a lock. */
const strip = { top: 318, bottom: 350 } as const;

/** Rules for the picture; colours are those of the page, so that it is right in both themes. */
export const chartStyle = `
td:not(:first-child):not(:nth-child(2)) { white-space: nowrap; }
.chart { overflow-x: auto; }
.chart svg { display: block; width: 100%; min-width: 44rem; height: auto; }
.chart text { font: 11px system-ui, sans-serif; fill: var(--soft); }
.chart text.name { fill: var(--ink); font-weight: 600; }
.chart .grid { stroke: var(--line); stroke-width: 1; }
.chart .edge { stroke: var(--soft); stroke-width: 1; }
.chart .step { fill: var(--accent); fill-opacity: 0.14; }
.chart .step.down { fill: var(--warn); fill-opacity: 0.2; }
.chart .step.up-again { fill: var(--accent); fill-opacity: 0.07; }
.chart .sent { fill: var(--accent); fill-opacity: 0.75; }
.chart .sent.down { fill: var(--warn); }
.chart .latency { fill: var(--accent); }
.chart .latency.over { fill: var(--bad); }
.chart .median { fill: none; stroke: var(--ink); stroke-width: 1; stroke-opacity: 0.8; }
.chart .budget { stroke: var(--bad); stroke-width: 1.2; stroke-dasharray: 5 4; }
.chart .waiting { fill: var(--bad); fill-opacity: 0.7; }
.key { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; list-style: none; padding: 0; margin: 0.3rem 0 0.8rem; font-size: 0.88rem; color: var(--soft); }
.key span { display: inline-block; width: 1rem; height: 0.7rem; margin-right: 0.4rem; }
.key .up { background: var(--accent); opacity: 0.3; } .key .down { background: var(--warn); opacity: 0.4; }
.key .bar { background: var(--accent); width: 0.35rem; } .key .over { background: var(--bad); width: 0.35rem; }
.key .line { background: var(--ink); height: 2px; vertical-align: middle; }
.key .dashes { border-top: 2px dashed var(--bad); height: 0; vertical-align: middle; }
.key .wait { background: var(--bad); opacity: 0.7; }
`;

/** The latency of the load over the rehearsal, and the steps and statements that ran meanwhile. */
export function timelineChart(report: RehearsalReport): Markup {
  const { timeline } = report.load;
  const end = Math.max(endOf(report), (timeline.at(-1)?.at ?? 0) + (timeline[0]?.milliseconds ?? 0));
  const slowest = Math.max(report.budgets.maxStall * 1.2, ...timeline.map(({ longest }) => longest));
  const scale = chartScale(frame, { end, slowest });
  return markup`<div class="chart" role="region" aria-label="Timeline" tabindex="0">
<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="chart--title chart--text">
<title id="chart--title">Latency of the load during the rehearsal</title>
<desc id="chart--text">${description(report)}</desc>
${stacked([...report.migrations.flatMap((one, index) => steps(one, index, scale)), ...axes(scale)])}
${stacked(bars(timeline, { scale, maxStall: report.budgets.maxStall }))}
${median(timeline, scale)}
${budget(report, scale)}
${stacked(waiting(timeline, { scale, connections: report.load.connections }))}
</svg>
</div>
${chartKey(report)}`;
}

function endOf({ migrations }: RehearsalReport): number {
  return Math.max(1, ...migrations.flatMap(stepsOf).map(({ at, milliseconds }) => at + milliseconds));
}

function stepsOf({ up, down, upAgain }: RehearsedMigration): readonly StepReport[] {
  return [up, down, upAgain].filter((step) => step !== undefined);
}

function description({ migrations }: RehearsalReport): string {
  return migrations
    .map((one) => {
      const longest = Math.max(0, ...stepsOf(one).map(({ load }) => load?.longest ?? 0));
      return `${one.name}: ${verdictWords[one.verdict]}, longest stall ${formatDuration(longest)}.`;
    })
    .join(' ');
}

/** Places are rounded, so that the file stays small. */
function unit(number: number): string {
  return number.toFixed(1);
}

function axes({ x, y, timeTicks, latencyTicks }: ChartScale): readonly Markup[] {
  return [
    ...latencyTicks.map(
      (
        tick,
      ) => markup`<line class="grid" x1="${frame.left}" x2="${frame.right}" y1="${unit(y(tick))}" y2="${unit(y(tick))}"/>
<text x="${frame.left - 6}" y="${unit(y(tick) + 4)}" text-anchor="end">${tickText(tick)}</text>`,
    ),
    ...timeTicks.map(
      (
        tick,
      ) => markup`<line class="grid" x1="${unit(x(tick))}" x2="${unit(x(tick))}" y1="${frame.bottom}" y2="${frame.bottom + 4}"/>
<text x="${unit(x(tick))}" y="${strip.bottom + 18}" text-anchor="middle">${tickText(tick)}</text>`,
    ),
    markup`<line class="edge" x1="${frame.left}" x2="${frame.right}" y1="${frame.bottom}" y2="${frame.bottom}"/>
<text x="${frame.left - 6}" y="${strip.bottom - 10}" text-anchor="end">waiting</text>`,
  ];
}

function tickText(milliseconds: number): string {
  if (milliseconds === 0) return '0';
  if (milliseconds < 1000) return `${milliseconds} ms`;
  return milliseconds < 60_000 ? `${milliseconds / 1000} s` : `${milliseconds / 60_000} min`;
}

/** The least width that can be seen. */
const least = 1.5;

function steps(migration: RehearsedMigration, index: number, { x }: ChartScale): readonly Markup[] {
  const all = stepsOf(migration);
  const first = all[0];
  if (!first) return [];
  return [
    markup`<text class="name" x="${unit(x(first.at))}" y="14">${index + 1}</text>`,
    ...all.map((step) => {
      const from = x(step.at);
      const wide = Math.max(least, x(step.at + step.milliseconds) - from);
      return markup`<rect class="step ${step.phase}" x="${unit(from)}" y="20" width="${unit(wide)}" height="${frame.bottom - 20}"><title>${stepTitle(migration, step)}</title></rect>`;
    }),
    ...all.flatMap((step) =>
      step.statements.map((one) => {
        const from = x(one.at);
        const wide = Math.max(least, x(one.at + one.milliseconds) - from);
        const title = `${oneLine(one.sql, 200)}: ${formatDuration(one.milliseconds)}`;
        return markup`<rect class="sent ${step.phase}" x="${unit(from)}" y="22" width="${unit(wide)}" height="8"><title>${title}</title></rect>`;
      }),
    ),
  ];
}

function stepTitle({ name, verdict }: RehearsedMigration, step: StepReport): string {
  const stall = step.load ? `, longest stall ${formatDuration(step.load.longest)}` : '';
  return `${phaseWords[step.phase]} of ${name} (${verdictWords[verdict]}): ${formatDuration(step.milliseconds)}${stall}`;
}

/** One bar for each period, from the lower edge to the longest latency. */
function bars(
  timeline: readonly Bucket[],
  { scale, maxStall }: { readonly scale: ChartScale; readonly maxStall: number },
): readonly Markup[] {
  return timeline
    .filter(({ count }) => count > 0)
    .map(({ at, milliseconds, longest }) => {
      const wide = Math.max(0.8, scale.x(at + milliseconds) - scale.x(at) - 0.4);
      const top = scale.y(longest);
      const over = longest > maxStall ? ' over' : '';
      return markup`<rect class="latency${over}" x="${unit(scale.x(at))}" y="${unit(top)}" width="${unit(wide)}" height="${unit(frame.bottom - top)}"/>`;
    });
}

function median(timeline: readonly Bucket[], { x, y }: ChartScale): Markup {
  const points = timeline
    .filter(({ count }) => count > 0)
    .map(({ at, milliseconds, p50 }) => `${unit(x(at + milliseconds / 2))},${unit(y(p50))}`)
    .join(' ');
  return markup`<polyline class="median" points="${points}"/>`;
}

function budget({ budgets: { maxStall } }: RehearsalReport, { y }: ChartScale): Markup {
  const at = unit(y(maxStall));
  return markup`<line class="budget" x1="${frame.left}" x2="${frame.right}" y1="${at}" y2="${at}"/>`;
}

function waiting(
  timeline: readonly Bucket[],
  { scale, connections }: { readonly scale: ChartScale; readonly connections: number },
): readonly Markup[] {
  return timeline
    .filter((bucket) => bucket.waiting > 0)
    .map(({ at, milliseconds, waiting: number }) => {
      const tall = ((strip.bottom - strip.top) * number) / Math.max(connections, 1);
      const wide = Math.max(1, scale.x(at + milliseconds) - scale.x(at));
      return markup`<rect class="waiting" x="${unit(scale.x(at))}" y="${unit(strip.bottom - tall)}" width="${unit(wide)}" height="${unit(tall)}"/>`;
    });
}

function chartKey({ budgets: { maxStall } }: RehearsalReport): Markup {
  const entries = [
    ['up', 'up'],
    ['down', 'down'],
    ['bar', 'longest latency of the load'],
    ['over', 'longer than allowed'],
    ['line', 'median latency'],
    ['dashes', `longest stall allowed, ${formatDuration(maxStall)}`],
    ['wait', 'connections that wait for a lock'],
  ] as const;
  return markup`<ul class="key">${entries.map(([name, text]) => markup`<li><span class="${name}" aria-hidden="true"></span>${text}</li>`)}</ul>`;
}
