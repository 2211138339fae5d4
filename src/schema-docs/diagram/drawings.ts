import { pageId } from '../document/anchors.js';
import type { SchemaModel } from '../model/schema-model.js';
import { drawingName } from './diagram-part.js';
import { dotGraph } from './dot-graph.js';
import { plainSvg } from './finish-svg.js';
import { overviewGraph } from './overview-graph.js';
import type { Draw } from './render-svg.js';
import { splitDiagram } from './split-diagram.js';

/** A drawing and its name, which is that of its file without extension. */
export interface Drawing {
  readonly name: string;
  readonly title: string;
  readonly svg: string;
}

/** Draws a schema: in one drawing, or in an overview of table names and one drawing for each part. */
export function drawSchema(model: SchemaModel, draw: Draw): readonly Drawing[] {
  const { parts } = splitDiagram(model);
  const hrefOf = (relation: string) => `index.html#${pageId(relation)}`;
  const detailed = parts.map((part): Drawing => {
    const drawing = drawingName(part);
    const svg = plainSvg(draw(dotGraph(part, { drawing, hrefOf })));
    return { name: drawing, title: part.title ?? 'Diagram', svg };
  });
  if (parts.length < 2) return detailed;
  const drawing = drawingName({ key: undefined });
  const svg = plainSvg(draw(overviewGraph(parts, { drawing, hrefOf })));
  return [{ name: drawing, title: 'Diagram', svg }, ...detailed];
}
