import type { Config } from '../config/config.js';
import { statementLimits } from '../config/limits.js';
import { configuredAcceptances } from './configured-acceptances.js';
import type { ProveOptions, RowsMode } from './prove.js';

/** What a command or a call chooses for one proof; the configuration decides the rest. */
export interface ProofChoices {
  readonly rows?: RowsMode | undefined;
  readonly strict?: boolean | undefined;
  readonly bail?: boolean | undefined;
  readonly allowClusterChanges?: boolean | undefined;
  readonly jobs: number;
  readonly keep?: boolean | undefined;
}

/** Options of a proof that do not depend on its server and files. */
export type ProofSettings = Pick<
  ProveOptions,
  'rows' | 'strict' | 'keep' | 'bail' | 'clusterChanges' | 'jobs' | 'config' | 'limits' | 'acceptances'
>;

export function proofSettings(choices: ProofChoices, config: Config): ProofSettings {
  const { rows = config.prove.rows, bail, allowClusterChanges, jobs } = choices;
  return {
    rows,
    keep: choices.keep ? 'on' : 'off',
    strict: strictness(choices, config),
    bail: bail ? 'on' : 'off',
    clusterChanges: allowClusterChanges ? 'allowed' : 'refused',
    jobs,
    config: config.migrations,
    limits: statementLimits(config.limits),
    acceptances: configuredAcceptances(config),
  };
}

/** Whether a different order of columns is a finding. */
export function strictness({ strict }: Pick<ProofChoices, 'strict'>, { prove }: Config): 'on' | 'off' {
  if (strict === undefined) return prove.strict;
  return strict ? 'on' : 'off';
}
