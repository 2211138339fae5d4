import { applyRange, halvesOf, rangesOf, type Action, type ApplyContext, type Range } from './apply.js';
import { joinRefusals, type PutBack, type PutBacks, type Refusals } from './refusals.js';
import { concernOf, danglingCode, type ServerError } from './server-error.js';
import type { Staged } from './staging-tables.js';
import { rejectAction, rejectStep } from './leave-out-rows.js';

/** A line that was rejected, but may be accepted after another one has been written. */
interface Waiting {
  readonly range: Range;
  readonly error: ServerError;
}

interface Progress {
  readonly done: Record<Action, number>;
  waiting: readonly Waiting[];
  readonly refusals: Refusals[];
}

/**
 * Writes the lines that the server accepts, line by line where ranges fail, and retries the others as long as
 * that makes progress. Needed for lines that conflict in ways that no earlier check finds, such as two that now
 * have the same unique value.
 */
export async function applyPiecewise(context: ApplyContext, group: readonly Staged[]): Promise<PutBacks> {
  const all = new Map<Staged, Progress>();
  for (const staged of group) all.set(staged, await firstRound(context, staged));
  let isHelping = true;
  for (let round = 1; isHelping; round += 1) {
    isHelping = false;
    for (const [staged, progress] of all) {
      const before = progress.waiting.length;
      await nextRound(context, staged, { progress, order: round % 2 === 0 ? 'forward' : 'backward' });
      isHelping ||= progress.waiting.length < before;
    }
  }
  const result = new Map<Staged, PutBack>();
  for (const [staged, progress] of all) result.set(staged, await finish(context, staged, progress));
  return result;
}

async function firstRound(context: ApplyContext, staged: Staged): Promise<Progress> {
  const progress: Progress = { done: { insert: 0, update: 0 }, waiting: [], refusals: [] };
  for (const range of await rangesOf(context, staged))
    await applyFitting(context, staged, { range, progress });
  return progress;
}

async function applyFitting(
  context: ApplyContext,
  staged: Staged,
  { range: whole, progress }: { readonly range: Range; readonly progress: Progress },
): Promise<void> {
  const waiting: Waiting[] = [];
  const ranges = [whole];
  for (let range = ranges.pop(); range; range = ranges.pop()) {
    const result = await applyRange(context, staged, { range, then: 'keep' });
    if (typeof result === 'number') progress.done[range.action] += result;
    else if (concernOf(result) === 'table') {
      progress.refusals.push(await rejectAction(context, staged, { action: range.action, error: result }));
      return;
    } else if (range.from === range.to) waiting.push({ range, error: result });
    else ranges.push(...halvesOf(range));
  }
  progress.waiting = [...progress.waiting, ...waiting];
}

/** Every second round runs backward: in a chain of rows each may refer to the next one. */
async function nextRound(
  context: ApplyContext,
  staged: Staged,
  { progress, order }: { readonly progress: Progress; readonly order: 'forward' | 'backward' },
): Promise<void> {
  const left: Waiting[] = [];
  for (const one of order === 'forward' ? progress.waiting : progress.waiting.toReversed()) {
    const isWorthIt = one.error.code === danglingCode;
    const result = isWorthIt
      ? await applyRange(context, staged, { range: one.range, then: 'keep' })
      : one.error;
    if (typeof result === 'number') progress.done[one.range.action] += result;
    else left.push({ range: one.range, error: result });
  }
  progress.waiting = order === 'forward' ? left : left.toReversed();
}

async function finish(
  context: ApplyContext,
  staged: Staged,
  { done, waiting, refusals }: Progress,
): Promise<PutBack> {
  const last: Refusals[] = [];
  for (const one of waiting) last.push(await rejectStep(context, staged, one));
  return { ...done, refusals: joinRefusals([...refusals, ...last]) };
}
