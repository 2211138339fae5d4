/** The line of a file that the stack of an error names first; `undefined` where it names none. */
export function lineIn(error: unknown, path: string): number | undefined {
  const stack = typeof error === 'object' && error !== null && 'stack' in error ? error.stack : undefined;
  const frame = typeof stack === 'string' ? stack.split('\n').find((line) => line.includes(path)) : undefined;
  const place = frame && /:(\d+):\d+\)?$/.exec(frame);
  return place ? Number(place[1]) : undefined;
}
