import { readFile } from 'node:fs/promises';
import { looksLikeDirective } from '../migrations/directive-comment.js';
import type { Migration } from '../migrations/migration.js';
import { parseAcceptance } from './acceptance-comment.js';
import type { Acceptance } from './proof-report.js';

/** Instructions to the prover in the text of a migration file, in addition to its exports. */
export interface Directives {
  readonly acceptances: readonly Acceptance[];
  /** Comments that look like an acceptance but are not valid, described in words. */
  readonly misunderstood: readonly string[];
  /** Set when the file declares that it has no down, with the reason if it gives one. */
  readonly irreversible: { readonly reason: string | undefined } | undefined;
  /** 1-based lines at which up and down begin; for a down in a separate file, the line in that file. */
  readonly upLine: number | undefined;
  readonly downLine: number | undefined;
}

/** `down = false`, optionally followed by a reason, in a comment of an SQL file or as an export. */
const downFalse = {
  absent: /^\s*--\s*down\s*=\s*false\b\s*;?(.*)$/i,
  disabled: /\bdown\b[^;/]*\bfalse\b\s*(?:as\s+const\b)?[\s;,}]*(.*)$/,
};

const downStart =
  /^\s*(?:export\s+(?:async\s+)?(?:const|let|var|function)\s+down\b|(?:module\.)?exports\.down\b|(?:async\s+)?(?:function\s+)?down\s*[(:=]|const\s+down\b|--[\s-]*down\s+migration|--\s*down\s*=\s*false)/i;

const upStart =
  /^\s*(?:export\s+(?:async\s+)?(?:const|let|var|function)\s+up\b|(?:module\.)?exports\.up\b|(?:async\s+)?(?:function\s+)?up\s*[(:=]|const\s+up\b|--[\s-]*up\s+migration)/i;

/** @throws the error of the file system when a file was deleted after it was loaded */
export async function readDirectives(
  { path, downPath, down }: Migration,
  edited: ReadonlyMap<string, string> = new Map(),
): Promise<Directives> {
  const linesOf = async (file: string) => (edited.get(file) ?? (await readFile(file, 'utf8'))).split(/\r?\n/);
  const lines = await linesOf(path);
  const downLines = downPath === undefined ? [] : await linesOf(downPath);
  return {
    acceptances: [...acceptancesIn(lines, path), ...acceptancesIn(downLines, downPath ?? path)],
    misunderstood: [...misunderstood(lines), ...misunderstood(downLines)],
    irreversible:
      down.kind === 'disabled' || down.kind === 'absent' ? irreversibility(lines, down.kind) : undefined,
    upLine: lineOf(lines, upStart),
    downLine: downPath === undefined ? lineOf(lines, downStart) : 1,
  };
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
    looksLikeDirective(line, 'accept') && !parseAcceptance(line)
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

/** Returns the comment that ends on the line above. */
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
