import type { Category } from '../../verify/category.js';
import type { ItemStatus } from '../../verify/checklist.js';
import type { Change, Finding } from '../../verify/finding.js';
import { ruleText, type IgnoreRule } from '../../verify/ignore-rules.js';
import type { ComparedWith, VerifyReport } from '../../verify/verify-report.js';
import { countOf } from '../text/plural.js';

/** Texts for the two sides of a comparison. */
export interface VerifyWords {
  /** Short text for each change. */
  readonly changes: Readonly<Record<Change, string>>;
  /** Heading of a list of objects with this change. */
  readonly headings: Readonly<Record<Change, string>>;
  /** Heading of the SQL in each direction. */
  readonly repairs: { readonly database: string; readonly expectation: string };
  readonly same: string;
  readonly different: string;
}

const withMigrations: VerifyWords = {
  changes: { missing: 'missing', extra: 'drift', different: 'different', reordered: 'reordered' },
  headings: {
    missing: 'missing: created by the migrations, not in the database',
    extra: 'drift: in the database, not created by any migration',
    different: 'different: - in the migrations, + in the database',
    reordered: 'columns in a different order: - in the migrations, + in the database',
  },
  repairs: {
    database: 'to make the database match the migrations, run on it (drops delete rows, too):',
    expectation:
      'or, to keep the state of the database, write a migration with this SQL, and record it here with roundtrip up --fake:',
  },
  same: 'the database matches its migrations',
  different: 'the database does not match its migrations',
};

const withDatabase: VerifyWords = {
  changes: { missing: 'only in B', extra: 'only in A', different: 'different', reordered: 'reordered' },
  headings: {
    missing: 'only in B',
    extra: 'only in A',
    different: 'different: - in B, + in A',
    reordered: 'columns in a different order: - in B, + in A',
  },
  repairs: {
    database: 'to make A match B, run on A (drops delete rows, too):',
    expectation: 'to make B match A, run on B (drops delete rows, too):',
  },
  same: 'A and B are the same',
  different: 'A and B differ',
};

export function wordsFor({ kind }: Pick<ComparedWith, 'kind'>): VerifyWords {
  return kind === 'migrations' ? withMigrations : withDatabase;
}

/** Order of the changes in reports. */
export const changeOrder: readonly Change[] = ['missing', 'different', 'reordered', 'extra'];

/** Explains the names of the two databases. */
export function sidesText({ label, with: other }: VerifyReport): string | undefined {
  return other.kind === 'database' ? `A is ${label}, B is ${other.label}` : undefined;
}

export function objectText({ kind, name }: Pick<Finding, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** `3 indexes behind constraints` */
export function categoryCount(number: number, category: Category): string {
  if (category === 'index behind a constraint')
    return `${number} ${number === 1 ? 'index behind a constraint' : 'indexes behind constraints'}`;
  return countOf(number, category);
}

/** Returns whether an object of the checklist passes. */
export function isFine(status: ItemStatus): boolean {
  return status === 'found' || status === 'ignored';
}

/** `2 missing, 1 drift, 3 ignored` */
export function findingCounts({ findings, ignored, ofOthers, with: other }: VerifyReport): string {
  const { changes } = wordsFor(other);
  const parts = changeOrder.flatMap((change) => {
    const number = findings.filter((finding) => finding.change === change).length;
    return number === 0 ? [] : [`${number} ${changes[change]}`];
  });
  const left = ignored.length === 0 ? [] : [`${ignored.length} ignored`];
  const others = ofOthers.length === 0 ? [] : [`${ofOthers.length} of other migrations`];
  return [...parts, ...migrationCounts(other), ...left, ...others].join(', ');
}

function migrationCounts(other: ComparedWith): readonly string[] {
  if (other.kind === 'migrations') return [];
  const number = other.onlyHere.length + other.onlyThere.length;
  return number === 0 ? [] : [`${countOf(number, 'migration')} applied in only one of them`];
}

/** Migrations that only one of two databases has applied, a sentence each. */
export function migrationTexts(other: ComparedWith): readonly string[] {
  if (other.kind === 'migrations') return [];
  return [
    ...other.onlyHere.map((name) => `migration ${name} is applied only in A`),
    ...other.onlyThere.map((name) => `migration ${name} is applied only in B`),
  ];
}

export function ignoredText({ rule, ...object }: VerifyReport['ignored'][number]): string {
  return `${objectText(object)}, by ${ruleSource(rule)}`;
}

function ruleSource(rule: IgnoreRule): string {
  const reason = rule.reason === undefined ? '' : `: ${rule.reason}`;
  return `"${ruleText(rule)}" of ${rule.source}${reason}`;
}

/** Objects of other projects by their migrations table: `of the migrations of billing.pgmigrations: table …`. */
export function ofOthersTexts({ ofOthers }: Pick<VerifyReport, 'ofOthers'>): readonly string[] {
  const tables = [...new Set(ofOthers.map(({ table }) => table))];
  return tables.map((table) => {
    const own = ofOthers.filter((one) => one.table === table).map(objectText);
    return `created by the migrations of ${table}, not compared: ${own.join(', ')}`;
  });
}

/** Lists remarks that are not findings. */
export function remarksOn(report: VerifyReport): readonly string[] {
  const { notes, staleRules, notSeen, leftAlone, notCompared, role } = report;
  return [
    ...notes,
    ...ofOthersTexts(report),
    ...staleRules.map((rule) => `unused ignore rule: ${ruleSource(rule)} matches no difference`),
    ...(notSeen.length === 0 ? [] : [`not readable by role ${role}: ${notSeen.join(', ')}`]),
    ...(leftAlone.length === 0 ? [] : [`not compared, set by no migration: ${leftAlone.join(', ')}`]),
    ...notCompared.map((what) => `not compared: ${what}`),
  ];
}
