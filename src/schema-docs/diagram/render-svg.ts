/** Lays out and draws a graph in the language of Graphviz. */
export type Draw = (dot: string) => string;

/** Loads Graphviz on demand, since loading takes time and only diagrams need it. */
export async function loadGraphviz(): Promise<Draw> {
  const { instance } = await import('@viz-js/viz');
  const graphviz = await instance();
  return (dot) => {
    const { status, output, errors } = graphviz.render(dot, { format: 'svg', engine: 'dot' });
    if (status === 'success') return output;
    throw new Error(`Graphviz: ${errors.map(({ message }) => message).join('; ')}`);
  };
}
