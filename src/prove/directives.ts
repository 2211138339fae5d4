import { readFile } from 'node:fs/promises';
import type { Migration } from '../migrations/migration.js';
import type { Acceptance } from './proof-report.js';

/** What the text of a migration file tells the prover, beside what it exports. */
export interface Directives {
  readonly acceptances: readonly Acceptance[];
  /** `declared` when the file says that it goes up only, with the reason where it gives one. */
  readonly irreversible: { readonly reason: string | undefined } | undefined;
  /** 1-based line at which the `down` begins. */
  readonly downLine: number | undefined;
}

/** `roundtrip: accept leaves-traces type public.mood: kept for the old clients` */
const accept = /roundtrip:\s*accept\s+([a-z-]+)\s+(.+?):\s+(\S.*?)\s*(?:\*\/)?\s*$/;

/** `down = false`, exported in code or said in a comment of an SQL file, with an optional reason. */
const downFalse =
  /^\s*(?:--\s*down\s*=\s*false|export\s+const\s+down\s*=\s*false|(?:module\.)?exports\.down\s*=\s*false)\s*;?(.*)$/;

const downStart =
  /^\s*(?:export\s+(?:async\s+)?(?:const|let|function)\s+down\b|(?:module\.)?exports\.down\b|(?:async\s+)?(?:function\s+)?down\s*[(:]|--[\s-]*down\s+migration|--\s*down\s*=\s*false)/i;

export async function readDirectives({ path, downPath, down }: Migration): Promise<Directives> {
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/);
  const start = lines.findIndex((line) => downStart.test(line));
  return {
    acceptances: lines.flatMap(acceptanceIn),
    irreversible:
      down.kind === 'disabled' || down.kind === 'absent' ? irreversibility(lines, down.kind) : undefined,
    downLine: start < 0 || downPath !== undefined ? undefined : start + 1,
  };
}

function acceptanceIn(line: string, index: number): Acceptance[] {
  const match = accept.exec(line);
  if (!match) return [];
  const [, verdict = '', object = '', reason = ''] = match;
  return [{ verdict, object, reason, line: index + 1 }];
}

function irreversibility(lines: readonly string[], kind: 'disabled' | 'absent'): Directives['irreversible'] {
  const at = lines.findIndex((line) => downFalse.test(line));
  if (at < 0) return kind === 'disabled' ? { reason: undefined } : undefined;
  const behind = commentIn(downFalse.exec(lines[at] ?? '')?.[1] ?? '');
  return { reason: behind ?? commentAbove(lines, at) };
}

function commentIn(text: string): string | undefined {
  const words = text.replace(/^[\s:;,-]*(?:\/\/|\/\*+)?[\s:-]*/, '').replace(/\s*\*\/\s*$/, '');
  return words === '' ? undefined : words;
}

/** The comment that ends on the line above. */
function commentAbove(lines: readonly string[], at: number): string | undefined {
  const words: string[] = [];
  for (let index = at - 1; index >= 0; index -= 1) {
    const comment = /^\s*(?:\/\/|\/\*+|\*+\/?|--)\s?(.*?)\s*(?:\*\/)?\s*$/.exec(lines[index] ?? '');
    if (!comment) break;
    words.unshift(comment[1] ?? '');
  }
  const text = words.join(' ').replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}
