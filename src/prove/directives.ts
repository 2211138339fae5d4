import { readFile } from 'node:fs/promises';
import type { Migration } from '../migrations/migration.js';
import { parseAcceptance } from './acceptance-comment.js';
import type { Acceptance } from './proof-report.js';

/** What the text of a migration file tells the prover, beside what it exports. */
export interface Directives {
  readonly acceptances: readonly Acceptance[];
  /** Comments that look like an acceptance and are none, in words. */
  readonly misunderstood: readonly string[];
  /** `declared` when the file says that it goes up only, with the reason where it gives one. */
  readonly irreversible: { readonly reason: string | undefined } | undefined;
  /** 1-based lines at which the halves begin; the down's in the file of its own where it has one. */
  readonly upLine: number | undefined;
  readonly downLine: number | undefined;
}

/** What begins like one, and lacks the object or the reason. */
const acceptLike = /(?:\/\/|\/\*|\*|--)\s*roundtrip:\s*accept\b/;

/** `down = false` with an optional reason behind it: said in a comment of an SQL file, or exported. */
const downFalse = {
  absent: /^\s*--\s*down\s*=\s*false\b\s*;?(.*)$/i,
  disabled: /\bdown\b[^;/]*\bfalse\b\s*(?:as\s+const\b)?[\s;,}]*(.*)$/,
};

const downStart =
  /^\s*(?:export\s+(?:async\s+)?(?:const|let|var|function)\s+down\b|(?:module\.)?exports\.down\b|(?:async\s+)?(?:function\s+)?down\s*[(:=]|const\s+down\b|--[\s-]*down\s+migration|--\s*down\s*=\s*false)/i;

const upStart =
  /^\s*(?:export\s+(?:async\s+)?(?:const|let|var|function)\s+up\b|(?:module\.)?exports\.up\b|(?:async\s+)?(?:function\s+)?up\s*[(:=]|const\s+up\b|--[\s-]*up\s+migration)/i;

/** @throws the error of the file system when a file is gone since it was loaded */
export async function readDirectives({ path, downPath, down }: Migration): Promise<Directives> {
  const lines = await readLines(path);
  const downLines = downPath === undefined ? [] : await readLines(downPath);
  return {
    acceptances: [...acceptancesIn(lines, path), ...acceptancesIn(downLines, downPath ?? path)],
    misunderstood: [...misunderstood(lines), ...misunderstood(downLines)],
    irreversible:
      down.kind === 'disabled' || down.kind === 'absent' ? irreversibility(lines, down.kind) : undefined,
    upLine: lineOf(lines, upStart),
    downLine: downPath === undefined ? lineOf(lines, downStart) : 1,
  };
}

async function readLines(path: string): Promise<readonly string[]> {
  return (await readFile(path, 'utf8')).split(/\r?\n/);
}

function lineOf(lines: readonly string[], pattern: RegExp): number | undefined {
  const index = lines.findIndex((line) => pattern.test(line));
  return index < 0 ? undefined : index + 1;
}

function acceptancesIn(lines: readonly string[], path: string): readonly Acceptance[] {
  return lines.flatMap((line, index) => {
    const accepted = parseAcceptance(line);
    return accepted ? [{ ...accepted, path, line: index + 1 }] : [];
  });
}

function misunderstood(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, index) =>
    acceptLike.test(line) && !parseAcceptance(line)
      ? [
          `line ${index + 1} is not a valid directive; write: roundtrip: accept <verdict> <object or *>: <reason>`,
        ]
      : [],
  );
}

function irreversibility(lines: readonly string[], kind: 'disabled' | 'absent'): Directives['irreversible'] {
  const pattern = downFalse[kind];
  const at = lines.findIndex((line) => pattern.test(line));
  if (at < 0) return kind === 'disabled' ? { reason: undefined } : undefined;
  const behind = commentIn(pattern.exec(lines[at] ?? '')?.[1] ?? '');
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
