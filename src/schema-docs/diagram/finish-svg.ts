import { escapeHtml } from '../../html/html-text.js';
import { diagramStyle } from './theme.js';

/**
 * Removes the parts of a drawing that differ between versions of Graphviz without effect: the prologue,
 * comments, the name of the graph.
 */
export function plainSvg(svg: string): string {
  return (
    svg
      .slice(svg.indexOf('<svg'))
      .replace(/<!--[^]*?-->\n?/g, '')
      .replace(/ xml:space="preserve"/g, '')
      .replace(/<title>[^<]*<\/title>\n/g, '')
      // Browsers show the title of an element, but not that of a link in SVG.
      .replace(/ xlink:title="([^"]*)">/g, '><title>$1</title>')
      .trim()
  );
}

/** Makes a drawing into a file of its own, light or dark according to the reader's preference. */
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

/** Makes a drawing for embedding in a page, which determines its size. */
export function inlineSvg(drawing: string, label: string): string {
  const start = drawing.indexOf('>');
  const head = drawing
    .slice(0, start)
    .replace(/ (?:width|height|xmlns(?::xlink)?)="[^"]*"/g, '')
    .replace('<svg', `<svg role="group" tabindex="0" aria-label="${escapeHtml(label)}"`);
  return head + drawing.slice(start).replaceAll(' xlink:href="index.html#', ' href="#');
}
