import type { Session } from '../../src/database/session.js';

/** Statistics of one execution of a query. */
export interface Execution {
  /** Names of the indexes that were read, sorted, without duplicates. */
  readonly indexes: readonly string[];
  /** Node types from the top node down, such as `Limit > Index Scan`. */
  readonly plan: string;
  /** Number of 8 kB pages read, from memory or from disk. */
  readonly pages: number;
  readonly rows: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly PlanNode[];
}

interface ExplainRow {
  readonly 'QUERY PLAN': readonly { readonly Plan: PlanNode }[];
}

/** Runs the query and returns the statistics of its execution. */
export async function explain(session: Session, query: string): Promise<Execution> {
  const { rows } = await session.query<ExplainRow>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${query}`);
  const top = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (top === undefined) throw new Error(`no plan for ${query}`);
  const nodes = listNodes(top);
  return {
    indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))].sort(),
    plan: nodes.map((node) => node['Node Type']).join(' > '),
    pages: top['Shared Hit Blocks'] + top['Shared Read Blocks'],
    rows: top['Actual Rows'],
  };
}

function listNodes(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(listNodes)];
}
