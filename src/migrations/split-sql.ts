/** The two halves of an SQL migration; without a `down` marker there is no second half. */
export interface SqlHalves {
  readonly up: string;
  readonly down: string | undefined;
}

/**
 * Splits at node-pg-migrate's marker lines, `-- Up Migration` and `-- Down Migration`, which may
 * come in either order. Without the first, it takes the whole file for the up, the second half
 * included, and so does this.
 */
export function splitSql(content: string): SqlHalves {
  const up = content.search(marker('up'));
  const down = content.search(marker('down'));
  return {
    up: up < 0 ? content : content.slice(up, down > up ? down : undefined),
    down: down < 0 ? undefined : content.slice(down, up > down ? up : undefined),
  };
}

function marker(direction: string): RegExp {
  return new RegExp(`^\\s*--[\\s-]*${direction}\\s+migration`, 'im');
}
