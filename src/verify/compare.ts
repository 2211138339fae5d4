import { describeChange } from '../catalog/model/describe.js';
import { diff, subject, withoutConsequences, type Difference } from '../catalog/model/diff.js';
import { planRepair, repairOf, type RepairLimit, type RepairScope } from '../catalog/repair/plan-repair.js';
import type { Comparable } from '../compare/comparable.js';
import type { IgnoreRule } from './ignore-rules.js';
import { ruleFinder } from './ignoring.js';
import { isKnown, projectFinder, type FindProject, type OtherProject } from './other-projects.js';
import type { Change, Finding, IgnoredFinding, OthersFinding, Repairs } from './finding.js';

/** The differences between two comparable catalogs. */
export interface Comparison {
  readonly findings: readonly Finding[];
  readonly repair: Repairs<readonly string[]>;
  /** Parts that the repairs cannot restore exactly, with the reasons. */
  readonly notRepaired: Repairs<readonly RepairLimit[]>;
  readonly ignored: readonly IgnoredFinding[];
  readonly staleRules: readonly IgnoreRule[];
  /** Differences for which other projects are responsible. */
  readonly ofOthers: readonly OthersFinding[];
  /** All differences, including those that follow from a larger one. */
  readonly differences: readonly Difference[];
  /** Differences that a rule ignores, or for which another project is responsible. */
  readonly ignoredDifferences: ReadonlySet<Difference>;
}

export interface CompareOptions {
  readonly rules: readonly IgnoreRule[];
  readonly projects: readonly OtherProject[];
  /** Major version of both servers. */
  readonly major: number;
}

export function compare(
  { expected, actual }: Comparable,
  { rules, projects, major }: CompareOptions,
): Comparison {
  const differences = diff(expected, actual);
  const findRule = ruleFinder(rules, [expected, actual]);
  const ruled = new Map(differences.map((difference) => [difference, findRule(difference)]));
  const findProject = projectFinder(projects, [expected, actual]);
  const unruled = differences.filter((difference) => !ruled.get(difference));
  const kept = unruled.filter((difference) => !findProject(difference));
  // An extra object may belong to a project without a readable history, so no SQL is offered that drops it.
  const mayRepair = ({ change }: Difference) => change !== 'left' || projects.every(isKnown);
  const repaired = kept.filter(mayRepair);
  const forward: RepairScope = { before: expected, after: actual, major };
  const backward: RepairScope = { before: actual, after: expected, major };
  const plans = {
    database: planRepair(repaired, forward),
    expectation: planRepair(repaired.map(mirror), backward),
  };
  return {
    findings: withoutConsequences(kept).map((one) => ({
      ...findingOf(one, { forward, backward }),
      ...(mayRepair(one) ? {} : { repair: { database: null, expectation: null } }),
    })),
    repair: { database: plans.database.statements, expectation: plans.expectation.statements },
    notRepaired: { database: plans.database.limits, expectation: plans.expectation.limits },
    ignored: ignoredOf(differences, ruled),
    ofOthers: ofOthersOf(unruled, findProject),
    staleRules: rules.filter((rule) => ![...ruled.values()].includes(rule)),
    differences,
    ignoredDifferences: new Set(
      differences.filter((difference) => ruled.get(difference) ?? findProject(difference)),
    ),
  };
}

type Ruled = ReadonlyMap<Difference, IgnoreRule | undefined>;

function ignoredOf(differences: readonly Difference[], ruled: Ruled): readonly IgnoredFinding[] {
  const ignored = differences.filter((difference) => ruled.get(difference));
  return withoutConsequences(ignored).flatMap((difference) => {
    const rule = ruled.get(difference);
    const { kind, name } = subject(difference);
    return rule ? [{ kind, name, change: changes[difference.change], rule }] : [];
  });
}

function ofOthersOf(differences: readonly Difference[], findProject: FindProject): readonly OthersFinding[] {
  return withoutConsequences(differences.filter(findProject)).flatMap((difference) => {
    const project = findProject(difference);
    const { kind, name } = subject(difference);
    return project ? [{ kind, name, change: changes[difference.change], table: project.table }] : [];
  });
}

const changes: Readonly<Record<Difference['change'], Change>> = {
  left: 'extra',
  missing: 'missing',
  changed: 'different',
  reordered: 'reordered',
};

export function changeOf({ change }: Difference): Change {
  return changes[change];
}

interface Scopes {
  readonly forward: RepairScope;
  readonly backward: RepairScope;
}

function findingOf(difference: Difference, { forward, backward }: Scopes): Finding {
  const { kind, name } = subject(difference);
  const { before, after } = describeChange(difference, forward);
  return {
    kind,
    name,
    change: changeOf(difference),
    expected: before,
    actual: after,
    repair: {
      database: repairOf(difference, forward) ?? null,
      expectation: repairOf(mirror(difference), backward) ?? null,
    },
  };
}

/** Exchanges the sides of a difference. */
function mirror(difference: Difference): Difference {
  switch (difference.change) {
    case 'left':
      return { change: 'missing', before: difference.after, after: undefined };
    case 'missing':
      return { change: 'left', before: undefined, after: difference.before };
    case 'changed':
    case 'reordered':
      return { ...difference, before: difference.after, after: difference.before };
  }
}
