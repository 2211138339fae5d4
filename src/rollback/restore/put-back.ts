import { applyGroup, type Done, type ApplyContext } from './apply.js';
import { leaveOutDangling } from './dangling.js';
import { applyPiecewise } from './piecewise.js';
import { joinRefusals, noRefusals, type PutBack, type PutBacks, type Refusals } from './refusals.js';
import { whereAccepted } from './server-error.js';
import type { Staged } from './staging-tables.js';
import { leaveOutRounded, leaveOutRejected } from './leave-out-rows.js';

type Groups = readonly (readonly Staged[])[];

/**
 * Restores groups of tables that refer to each other, in order. First tries all lines at once. If that fails,
 * finds the lines that the server rejects and those that refer to them, leaves them out, and restores the rest
 * of each group at once. So each line is tried only a few times, however the lines refer to each other.
 */
export async function putBack(context: ApplyContext, groups: Groups): Promise<PutBacks> {
  const rounded = await rejectIn(groups.flat(), (staged) => leaveOutRounded(context, staged));
  const done = (await putBackWhole(context, groups)) ?? (await putBackFitting(context, groups));
  return withRefusals(done, rounded);
}

type RefusalsOf = ReadonlyMap<Staged, Refusals>;

async function rejectIn(
  tables: readonly Staged[],
  find: (staged: Staged) => Promise<Refusals>,
): Promise<RefusalsOf> {
  const refusals = new Map<Staged, Refusals>();
  for (const staged of tables) refusals.set(staged, await find(staged));
  return refusals;
}

function withRefusals(done: PutBacks, more: RefusalsOf): PutBacks {
  return new Map(
    [...done].map(([staged, one]) => {
      const refusals = joinRefusals([more.get(staged) ?? noRefusals, one.refusals]);
      return [staged, { ...one, refusals }];
    }),
  );
}

/** Deferrable constraints are checked at the end, so that rows can exchange unique values. */
async function putBackWhole(context: ApplyContext, groups: Groups): Promise<PutBacks | undefined> {
  const { session } = context;
  return whereAccepted({ session: context.session, name: 'roundtrip_fits' }, async () => {
    await session.query('SET CONSTRAINTS ALL DEFERRED');
    const all = new Map<Staged, PutBack>();
    for (const group of groups) addDone(all, group, await applyGroup(context, group));
    await session.query('SET CONSTRAINTS ALL IMMEDIATE');
    return all;
  });
}

function addDone(all: Map<Staged, PutBack>, group: readonly Staged[], done: readonly Done[]): void {
  for (const [index, staged] of group.entries()) {
    all.set(staged, { ...(done[index] ?? { insert: 0, update: 0 }), refusals: noRefusals });
  }
}

async function putBackFitting(context: ApplyContext, groups: Groups): Promise<PutBacks> {
  await context.session.query('SET CONSTRAINTS ALL IMMEDIATE');
  const all = new Map<Staged, PutBack>();
  for (const group of groups) {
    for (const [staged, done] of await putBackGroup(context, group)) all.set(staged, done);
  }
  return all;
}

async function putBackGroup(context: ApplyContext, group: readonly Staged[]): Promise<PutBacks> {
  const rejected = await rejectIn(group, async (staged) =>
    joinRefusals([await leaveOutRejected(context, staged), await leaveOutRounded(context, staged)]),
  );
  const dangling = await leaveOutDangling(context, group);
  const whole = await whereAccepted({ session: context.session, name: 'roundtrip_fits' }, async () => {
    const all = new Map<Staged, PutBack>();
    addDone(all, group, await applyGroup(context, group));
    return all;
  });
  const done = whole ?? (await applyPiecewise(context, group));
  return withRefusals(withRefusals(done, dangling), rejected);
}
