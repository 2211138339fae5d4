import { kindNames } from '../catalog/kinds/lists.js';
import type { Kind } from '../catalog/model/object.js';
import { splitPattern } from '../catalog/model/object-pattern.js';
import { Mistakes } from '../config/mistakes.js';
import type { IgnoreSetting } from '../config/config.js';
import { projectFileName, type ProjectSource } from '../config/project-file.js';
import { UsageError } from '../errors.js';

/** A kind of object, all kinds, or only the order of a table's columns. */
export type IgnoredKind = Kind | '*' | 'column order';

/** A rule for differences that are not caused by migrations. */
export interface IgnoreRule {
  readonly kind: IgnoredKind;
  /** A pattern for names as in the report; `*` matches anything. */
  readonly name: string;
  readonly source: '--ignore' | ProjectSource;
  /** Required in the rules of the project. */
  readonly reason: string | undefined;
}

export interface IgnoreInput {
  /** Patterns of the command line: `KIND NAME`. */
  readonly patterns: readonly string[];
  readonly settings: readonly IgnoreSetting[];
  /** The file with the settings. */
  readonly settingsIn?: ProjectSource | undefined;
}

/** Separates the settings that are valid from those that have expired. */
export function validIgnores(settings: readonly IgnoreSetting[]): {
  readonly valid: readonly IgnoreSetting[];
  readonly expired: readonly IgnoreSetting[];
} {
  const today = new Date().toISOString().slice(0, 10);
  const expired = settings.filter(({ until }) => until !== undefined && until < today);
  return { valid: settings.filter((one) => !expired.includes(one)), expired };
}

/** @throws UsageError naming every rule without a name or with an unknown kind */
export function parseIgnoreRules({
  patterns,
  settings,
  settingsIn = projectFileName,
}: IgnoreInput): readonly IgnoreRule[] {
  const mistakes = new Mistakes();
  const rules = [
    ...settings.map((setting) => mistakes.collect(() => fromSetting(setting, settingsIn))),
    ...patterns.map((pattern) => mistakes.collect(() => fromPattern(pattern))),
  ];
  mistakes.throwIfAny();
  return rules.filter((rule) => rule !== undefined);
}

const ignorable = (): readonly IgnoredKind[] => ['*', 'column order', ...kindNames()];

function fromSetting({ kind, name, reason }: IgnoreSetting, source: ProjectSource): IgnoreRule {
  const known = ignorable().find((one) => one === kind);
  if (!known) throw unknownKind(`"${kind}" of verify.ignore in ${source}`);
  return { kind: known, name, reason, source };
}

function fromPattern(pattern: string): IgnoreRule {
  const parsed = splitPattern(pattern, ignorable());
  if (!parsed) throw unknownKind(`--ignore "${pattern}"`);
  return { ...parsed, source: '--ignore', reason: undefined };
}

function unknownKind(where: string): UsageError {
  return new UsageError(`${where} is not a kind of object and a name`, {
    remedy: `A rule is a kind and a name, such as "table monitoring.*". Kinds: ${ignorable().join(', ')}.`,
  });
}

/** `table monitoring.*` */
export function ruleText({ kind, name }: Pick<IgnoreRule, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}
