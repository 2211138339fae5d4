import type { MigrationBuilder } from 'node-pg-migrate';
import { lineIn } from '../modules/line-in-stack.js';

/**
 * Maps statements to the calls that added them (`pgm.createTable(…)`). node-pg-migrate runs the statements
 * after the migration's function has returned, so their errors name no line of the file.
 */
export class CallSites {
  /** An error for each call, whose stack is only formatted when it is read. */
  readonly #sites = new Map<string, Error[]>();

  /** The builder for the migration to call. */
  watch(pgm: MigrationBuilder): MigrationBuilder {
    return new Proxy(pgm, {
      get: (target, key): unknown => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]): unknown => this.#note(target, () => value.apply(target, args));
      },
    });
  }

  #note(pgm: MigrationBuilder, call: () => unknown): unknown {
    const before = pgm.getSqlSteps();
    const result = call();
    const after = pgm.getSqlSteps();
    if (after.length === before.length) return result;
    const site = new Error('called here');
    for (const sql of addedTo(before, after)) {
      const known = this.#sites.get(sql);
      if (known) known.push(site);
      else this.#sites.set(sql, [site]);
    }
    return result;
  }

  /** The line of the call that added a statement, which was executed so many times before. */
  lineOf(
    sql: string,
    { path, before }: { readonly path: string; readonly before: number },
  ): number | undefined {
    const sites = this.#sites.get(sql) ?? [];
    return lineIn(sites[Math.min(before, sites.length - 1)], path);
  }
}

/** At the end, or where a down is inferred, at the beginning. */
function addedTo(before: readonly string[], after: readonly string[]): readonly string[] {
  const added = after.length - before.length;
  return before.length > 0 && after[0] !== before[0] ? after.slice(0, added) : after.slice(before.length);
}
