import type { ChecklistGroup, ChecklistItem, EnumItem } from '../../verify/checklist.js';
import type { ServerInfo } from '../../database/session.js';
import type { Finding, OthersFinding } from '../../verify/finding.js';
import type { IgnoreRule } from '../../verify/ignore-rules.js';
import type { ComparedWith, VerifyReport } from '../../verify/verify-report.js';
import { roundMilliseconds } from '../text/format-number.js';

type ItemJson = Pick<ChecklistItem, 'kind' | 'name' | 'status'>;
type PartJson = ItemJson & Pick<ChecklistGroup, 'category'>;
type EnumJson = Pick<EnumItem, 'name' | 'status' | 'values'>;

interface TableJson extends ItemJson {
  readonly enums: readonly string[];
  readonly parts: readonly PartJson[];
}

interface RuleJson extends Pick<IgnoreRule, 'kind' | 'name' | 'source'> {
  readonly reason: string | null;
}

interface IgnoredJson extends Pick<Finding, 'kind' | 'name' | 'change'> {
  readonly rule: RuleJson;
}

interface AgainstJson extends Pick<VerifyReport, 'role'> {
  readonly database: string;
  readonly server: Pick<ServerInfo, 'version' | 'kind'>;
}

/** Output of `verify --json`; docs/json.md describes each field. */
export interface VerifyResult extends Pick<
  VerifyReport,
  'verdict' | 'role' | 'repair' | 'notRepaired' | 'notSeen' | 'leftAlone' | 'notes'
> {
  readonly format: 'roundtrip.verify/1';
  readonly server: Pick<ServerInfo, 'version' | 'kind'>;
  /** The live database, without secrets. */
  readonly database: string;
  readonly comparedWith: 'migrations' | 'database';
  /** Names of migrations: those that were replayed, or those that only one of the databases has. */
  readonly migrations:
    | { readonly applied: readonly string[]; readonly pending: readonly string[] }
    | { readonly onlyInA: readonly string[]; readonly onlyInB: readonly string[] };
  readonly scratch?: { readonly place: string; readonly version: string };
  readonly against?: AgainstJson;
  readonly tables: readonly TableJson[];
  readonly enums: readonly EnumJson[];
  readonly others: readonly PartJson[];
  readonly findings: readonly Finding[];
  readonly ignored: readonly IgnoredJson[];
  readonly ofOthers: readonly OthersFinding[];
  readonly staleRules: readonly RuleJson[];
  readonly compared: Pick<VerifyReport, 'objects' | 'notCompared'>;
  readonly milliseconds: number;
}

/** The format of `verify --json`, a contract. */
export function verifyToJson(report: VerifyReport): VerifyResult {
  const { verdict, server, label, role, with: other, checklist, findings, milliseconds } = report;
  return {
    format: 'roundtrip.verify/1',
    verdict,
    server: { version: server.version, kind: server.kind },
    database: label,
    role,
    ...withToJson(other),
    tables: checklist.tables.map(({ enums, groups, ...table }) => ({
      ...itemToJson(table),
      enums: enums.map(({ name }) => name),
      parts: groups.flatMap(groupToJson),
    })),
    enums: checklist.enums.map(enumToJson),
    others: checklist.others.flatMap(groupToJson),
    findings: findings.map(findingToJson),
    repair: { database: report.repair.database, expectation: report.repair.expectation },
    notRepaired: report.notRepaired,
    ignored: report.ignored.map(({ kind, name, change, rule }) => ({
      kind,
      name,
      change,
      rule: ruleToJson(rule),
    })),
    ofOthers: report.ofOthers.map(({ kind, name, change, table }) => ({ kind, name, change, table })),
    staleRules: report.staleRules.map(ruleToJson),
    compared: { objects: report.objects, notCompared: report.notCompared },
    notSeen: report.notSeen,
    leftAlone: report.leftAlone,
    notes: report.notes,
    milliseconds: roundMilliseconds(milliseconds),
  };
}

/** Renders either the replay or the other database. */
function withToJson(
  other: ComparedWith,
): Pick<VerifyResult, 'comparedWith' | 'migrations' | 'scratch' | 'against'> {
  if (other.kind === 'migrations') {
    const { applied, pending, scratch } = other;
    return { comparedWith: 'migrations', migrations: { applied, pending }, scratch };
  }
  const { label, server, role, onlyHere, onlyThere } = other;
  return {
    comparedWith: 'database',
    against: { database: label, server: { version: server.version, kind: server.kind }, role },
    migrations: { onlyInA: onlyHere, onlyInB: onlyThere },
  };
}

function itemToJson({ kind, name, status }: ChecklistItem): ItemJson {
  return { kind, name, status };
}

function enumToJson({ name, status, values }: EnumItem): EnumJson {
  return { name, status, values };
}

function groupToJson({ category, items }: ChecklistGroup): readonly PartJson[] {
  return items.map((item) => ({ category, ...itemToJson(item) }));
}

function findingToJson({ kind, name, change, expected, actual, repair }: Finding): Finding {
  return { kind, name, change, expected, actual, repair };
}

function ruleToJson({ kind, name, source, reason }: IgnoreRule): RuleJson {
  return { kind, name, source, reason: reason ?? null };
}
