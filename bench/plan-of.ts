import type { Session } from '../src/database/session.js';
import { median } from './measure.js';

/** The execution of a query by PostgreSQL. */
export interface Plan {
  /** The node that reads the table: `Index Only Scan of users_pkey`, `Seq Scan`. */
  readonly scan: string;
  /** Number of 8 kB pages, from memory or from disk. */
  readonly pages: number;
  /** Median of the server's time in milliseconds. */
  readonly time: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

interface ExplainRow {
  readonly 'QUERY PLAN': readonly { readonly Plan: PlanNode; readonly 'Execution Time': number }[];
}

/**
 * Queries that take longer than this, in milliseconds, are measured once, since random variation is small for
 * them.
 */
const long = 2000;

/** Runs a query once to warm up, then five times. */
export async function planOf(session: Session, query: string): Promise<Plan> {
  await explain(session, query);
  const times: number[] = [];
  let top: Awaited<ReturnType<typeof explain>>;
  do {
    top = await explain(session, query);
    times.push(top['Execution Time']);
  } while (times.length < 5 && top['Execution Time'] <= long);
  const pages = top.Plan['Shared Hit Blocks'] + top.Plan['Shared Read Blocks'];
  return { scan: scanOf(top.Plan), pages, time: median(times) };
}

async function explain(session: Session, query: string) {
  const { rows } = await session.query<ExplainRow>(
    `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${query}`,
  );
  const [top] = rows[0]?.['QUERY PLAN'] ?? [];
  if (!top) throw new Error(`no plan for ${query}`);
  return top;
}

function scanOf(node: PlanNode): string {
  const nodes = listNodes(node).filter((one) => one['Node Type'].includes('Scan'));
  const index = nodes.find((one) => one['Index Name'] !== undefined);
  if (!index) return nodes.length > 1 ? `${nodes.length} × Seq Scan` : 'Seq Scan';
  const more = nodes.filter((one) => one['Index Name'] !== undefined).length;
  return `\`${index['Index Name'] ?? ''}\`${more > 1 ? ` and ${more - 1} more` : ''}`;
}

function listNodes(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(listNodes)];
}
