import type { MigrationProof, RowsCompared } from '../../prove/proof-report.js';
import { countOf } from '../text/plural.js';

/** Lists the edge values in the generated rows of each table, and those that the table rejected. */
export function edgeValueLines({ rows }: MigrationProof): readonly string[] {
  return rows.flatMap((one) => (one.compared === 'generated' ? linesOf(one) : []));
}

function linesOf({ table, rows, edgeValues }: RowsCompared): readonly string[] {
  if (!edgeValues) return [];
  const { tried, refused, leftOut } = edgeValues;
  return [
    `rows of ${table}: ${countOf(rows, 'row')} generated, with these edge values`,
    ...tried.map((text) => `  ${text}`),
    ...(refused.length > 0 ? [`  rejected by the table: ${refused.join('; ')}`] : []),
    ...(leftOut === undefined ? [] : [`  omitted: ${leftOut}`]),
  ];
}
