import { describeChange } from '../catalog/describe.js';
import { diff, subject, withoutConsequences, type Difference } from '../catalog/diff.js';
import { planRepair, repairOf, type RepairLimit, type RepairScope } from '../catalog/plan-repair.js';
import type { Comparable } from '../replay/comparable.js';
import type { IgnoreRule } from './ignore-rules.js';
import { ruleFinder } from './ignoring.js';
import type { Change, Finding, IgnoredFinding, Repairs } from './finding.js';

/** What two comparable catalogs differ in. */
export interface Comparison {
  readonly findings: readonly Finding[];
  readonly repair: Repairs<readonly string[]>;
  /** What they cannot restore exactly, and why. */
  readonly notRepaired: Repairs<readonly RepairLimit[]>;
  readonly ignored: readonly IgnoredFinding[];
  readonly staleRules: readonly IgnoreRule[];
  /** Every difference, also those that follow from a larger one. */
  readonly differences: readonly Difference[];
  /** Those of them that a rule ignores. */
  readonly ignoredDifferences: ReadonlySet<Difference>;
}

export interface CompareOptions {
  readonly rules: readonly IgnoreRule[];
  /** Major version of both servers. */
  readonly major: number;
}

export function compare({ expected, actual }: Comparable, { rules, major }: CompareOptions): Comparison {
  const differences = diff(expected, actual);
  const findRule = ruleFinder(rules, [expected, actual]);
  const ruled = new Map(differences.map((difference) => [difference, findRule(difference)]));
  const kept = differences.filter((difference) => !ruled.get(difference));
  const forward: RepairScope = { before: expected, after: actual, major };
  const backward: RepairScope = { before: actual, after: expected, major };
  const plans = {
    database: planRepair(kept, forward),
    expectation: planRepair(kept.map(mirror), backward),
  };
  return {
    findings: withoutConsequences(kept).map((one) => findingOf(one, { forward, backward })),
    repair: { database: plans.database.statements, expectation: plans.expectation.statements },
    notRepaired: { database: plans.database.limits, expectation: plans.expectation.limits },
    ignored: ignoredOf(differences, ruled),
    staleRules: rules.filter((rule) => ![...ruled.values()].includes(rule)),
    differences,
    ignoredDifferences: new Set(differences.filter((difference) => ruled.get(difference))),
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
    ...{ kind, name, change: changeOf(difference), expected: before, actual: after },
    repair: {
      database: repairOf(difference, forward) ?? null,
      expectation: repairOf(mirror(difference), backward) ?? null,
    },
  };
}

/** The same difference seen from the other side. */
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
