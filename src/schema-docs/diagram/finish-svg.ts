import { escapeHtml } from '../html/html-text.js';
import { diagramStyle } from './theme.js';

/**
 * Takes from a drawing of Graphviz what differs from version to version and says nothing: the
 * prologue, comments, the name of the graph.
 */
export function plainSvg(svg: string): string {
  return (
    svg
      .slice(svg.indexOf('<svg'))
      .replace(/<!--[^]*?-->\n?/g, '')
      .replace(/ xml:space="preserve"/g, '')
      .replace(/<title>[^<]*<\/title>\n/g, '')
      // Browsers show the title of an element, and not that of a link in SVG.
      .replace(/ xlink:title="([^"]*)">/g, '><title>$1</title>')
      .trim()
  );
}

/** A drawing that stands alone as a file, light or dark as whoever looks at it has it. */
export function svgFile(drawing: string, marker: string): string {
  const start = drawing.indexOf('>') + 1;
  return [
    `<!-- ${marker} -->`,
    drawing.slice(0, start),
    '<style>',
    diagramStyle,
    `</style>${drawing.slice(start)}`,
    '',
  ].join('\n');
}

/** A drawing for within the page that it leads to, as large as that makes it. */
export function inlineSvg(drawing: string, label: string): string {
  const start = drawing.indexOf('>');
  const head = drawing
    .slice(0, start)
    .replace(/ (?:width|height|xmlns(?::xlink)?)="[^"]*"/g, '')
    .replace('<svg', `<svg role="group" tabindex="0" aria-label="${escapeHtml(label)}"`);
  return head + drawing.slice(start).replaceAll(' xlink:href="index.html#', ' href="#');
}
