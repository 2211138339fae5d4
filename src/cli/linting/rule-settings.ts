import { UsageError } from '../../errors.js';
import type { Config } from '../../config/config.js';
import { rules } from '../../lint/rules/registry.js';
import type { RuleSettings } from '../../lint/rule-selection.js';

/** @throws UsageError naming rules of the settings that do not exist */
export function ruleSettings({ lint, sources }: Config): RuleSettings {
  const known = new Set(rules.map(({ id }) => id));
  const unknown = Object.keys(lint.rules).filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw new UsageError(
      `${sources.project ?? 'roundtrip.json'} names unknown rules of lint: ${unknown.join(', ')}`,
      {
        remedy: 'docs/rules/README.md lists the rules.',
      },
    );
  return lint.rules;
}

/** @throws UsageError for what is no number */
export function maxWarningsOf(maxWarnings: string | undefined): number | undefined {
  if (maxWarnings === undefined) return undefined;
  if (/^\d+$/.test(maxWarnings)) return Number(maxWarnings);
  throw new UsageError(`--max-warnings ${maxWarnings} is not a valid number of warnings`, {
    remedy: 'Give a number from 0 on.',
  });
}
