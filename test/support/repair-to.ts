import type { CatalogState } from '../../src/catalog/read/catalog-state.js';
import { describeChange } from '../../src/catalog/model/describe.js';
import { diff, subject, type Difference } from '../../src/catalog/model/diff.js';
import { keyOf } from '../../src/catalog/model/object.js';
import { planRepair } from '../../src/catalog/repair/plan-repair.js';
import { readCatalog } from '../../src/catalog/read/read-catalog.js';
import type { Session } from '../../src/database/session.js';

/** The result of planning, running and checking a repair. */
export interface RepairOutcome {
  readonly statements: readonly string[];
  /** Keys, in the form of `keyOf`, of objects that the plan declares as not restorable. */
  readonly declared: readonly string[];
  /** The statement that the server rejected with the reason, or undeclared differences that remain. */
  readonly wrong: readonly string[];
}

export interface RepairTask {
  readonly now: CatalogState;
  readonly wanted: CatalogState;
}

/** Plans the repair from one state to another, runs it in the open transaction, and compares the result. */
export async function repairTo(session: Session, { now, wanted }: RepairTask): Promise<RepairOutcome> {
  const { statements, limits } = planRepair(diff(wanted.objects, now.objects), {
    before: wanted.objects,
    after: now.objects,
    major: wanted.major,
    database: 'the same',
  });
  const declared = limits.map(keyOf);
  const refused = await runEach(session, statements);
  if (refused !== undefined) return { statements, declared, wrong: [refused] };
  const end = statements.length === 0 ? now : await readCatalog(session, { readIn: 'open transaction' });
  const wrong = diff(wanted.objects, end.objects)
    .filter((difference) => !isDeclared(difference, { declared, statements }))
    .map(describe);
  return { statements, declared, wrong };
}

async function runEach(session: Session, statements: readonly string[]): Promise<string | undefined> {
  for (const statement of statements) {
    try {
      await session.query(statement);
    } catch (error) {
      return `${statement}\n  ${String(error)}`;
    }
  }
  return undefined;
}

type Said = Pick<RepairOutcome, 'declared' | 'statements'>;

/**
 * The plan declares the order of columns in a comment; a declared object includes its parts and objects created
 * from it.
 */
function isDeclared(difference: Difference, { declared, statements }: Said): boolean {
  const { parent, attributes, ...object } = subject(difference);
  if (difference.change === 'reordered') {
    if (statements.some((text) => text.includes('becomes the last column'))) return true;
    if (declared.includes(`type ${String(attributes['of type'])}`)) return true;
  }
  return [object, ...(parent ? [parent] : [])].some((key) => declared.includes(keyOf(key)));
}

/** Describes a difference, such as `changed view public.v (options): … -> …`. */
export function describe(difference: Difference): string {
  const { before, after } = describeChange(difference);
  const attributes = difference.change === 'changed' ? ` (${difference.attributes.join(', ')})` : '';
  return `${difference.change} ${keyOf(subject(difference))}${attributes}: ${before ?? 'none'} -> ${after ?? 'none'}`;
}
