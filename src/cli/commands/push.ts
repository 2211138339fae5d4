import { exitCodes, RefusedError, type ExitCode } from '../../errors.js';
import { push, type PushPlan } from '../../generate/push.js';
import { pushToJson, renderPush, renderPushPlan } from '../../report/generate/push.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';
import type { SourceFlags } from '../generating/flags.js';
import { renamesOf, sourceOf } from '../generating/source.js';

/** `roundtrip push --from SOURCE`: exits 1 when the statements would not lead to the source. */
export async function run(context: Context<SourceFlags>): Promise<ExitCode> {
  const { terminal, signal } = context;
  const config = await configOf(context);
  if (config.database.kind !== 'embedded') {
    throw new RefusedError(
      'push changes a database without a migration, and does so only on the embedded one',
      {
        remedy: 'Write a migration with roundtrip generate NAME, or use --embedded.',
      },
    );
  }
  const source = await sourceOf(context, config);
  const renames = renamesOf(context);
  const report = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    push({
      database,
      source,
      config,
      signal,
      renames,
      note: (text) => {
        terminal.note(terminal.notePaint.dim(text));
      },
      confirm: (plan) => confirm(context, plan),
    }),
  );
  terminal.result(renderPush(report, terminal.paint));
  terminal.json(pushToJson(report));
  return report.verdict === 'not-exact' ? exitCodes.finding : exitCodes.done;
}

async function confirm({ terminal, flags, signal }: Context<SourceFlags>, plan: PushPlan): Promise<void> {
  terminal.note(renderPushPlan(plan, terminal.notePaint));
  if (flags.yes === true) return;
  if (!terminal.isInteractive) {
    throw new RefusedError('push must be confirmed', {
      remedy: 'Nothing was changed. If the statements are right, add --yes.',
    });
  }
  const answer = await terminal.ask('Apply these statements to the embedded database? [y/N] ', signal);
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new RefusedError('not confirmed', { remedy: 'Nothing was changed.' });
}
