import { openServer } from '../../database/server/open-server.js';
import type { Config } from '../../config/config.js';
import { statementLimits } from '../../config/limits.js';
import { projectFileName } from '../../config/project-file.js';
import type { Database } from '../../database/session.js';
import { exitCodes, type ExitCode } from '../../errors.js';
import { verifyFile } from '../../report/verify/files.js';
import { verifyToJson } from '../../report/verify/json.js';
import { renderVerify } from '../../report/verify/text.js';
import { parseIgnoreRules, validIgnores, type IgnoreRule } from '../../verify/ignore-rules.js';
import { parseOwns } from '../../verify/other-projects.js';
import { verifyAgainst } from '../../verify/verify-against.js';
import { verify, type Others } from '../../verify/verify.js';
import type { VerifyReport } from '../../verify/verify-report.js';
import { configOf, withConfiguredDatabase, type Context } from '../context.js';
import { parseReportFiles, writeReports } from '../report-files.js';
import { connectionsOf, type Connections } from '../verifying/connections.js';
import type { VerifyFlags } from '../verifying/flags.js';

/** `roundtrip verify`: exits 1 when the live database is not what it is compared with. */
export async function run(context: Context<VerifyFlags>): Promise<ExitCode> {
  const { flags, cwd, terminal } = context;
  const reportFiles = parseReportFiles(flags.report ?? [], cwd);
  const config = await configOf(context);
  const connections = connectionsOf(flags);
  const rules = parseIgnoreRules({
    patterns: flags.ignore ?? [],
    settings: validSettings(context, config),
    settingsIn: config.sources.project,
  });
  const others = parseOwns(config.verify.others);
  const report = await withConfiguredDatabase(context, { config, use: 'migrations' }, (database) =>
    compare(context, { database, config, connections, rules, others }),
  );
  await writeReports(reportFiles, (form) => verifyFile(form, report));
  terminal.result(renderVerify(report, terminal));
  terminal.json(verifyToJson(report));
  return report.verdict === 'same' ? exitCodes.done : exitCodes.finding;
}

/** Drops rules whose last day is over: their differences are drift again. */
function validSettings({ terminal }: Context, { verify: { ignore }, sources }: Config) {
  const { valid, expired } = validIgnores(ignore);
  for (const { kind, name, reason, until } of expired) {
    const source = sources.project ?? projectFileName;
    terminal.note(`no longer ignored, expired on ${until}: "${kind} ${name}" of ${source}: ${reason}`);
  }
  return valid;
}

interface VerifyCommand {
  readonly database: Database;
  readonly config: Config;
  readonly connections: Connections;
  readonly rules: readonly IgnoreRule[];
  readonly others: Others;
}

async function compare(
  { signal, terminal }: Context<VerifyFlags>,
  { database, config, connections, rules, others }: VerifyCommand,
): Promise<VerifyReport> {
  const options = {
    database,
    config: config.migrations,
    signal,
    rules,
    limits: statementLimits(config.limits),
  };
  if (connections.against) {
    const connection = connections.against;
    const against = await openServer({ connection, kind: 'server', signal, pooler: 'refused' });
    return verifyAgainst({ ...options, against });
  }
  return verify({
    ...options,
    others,
    scratch: connections.scratch,
    progress: ({ name, number, total }) => {
      terminal.progress(`${number}/${total}  up  ${name}`);
    },
  });
}
