import { looksLikeDirective, parseDirective } from '../../migrations/directive-comment.js';
import type { Direction } from '../../migrations/migration.js';
import type { Finding } from '../finding.js';
import { unusedSuppression } from '../rules/unused-suppression.js';
import type { SourceFile } from '../source/source-file.js';

/** A comment such as `roundtrip: allow index-not-concurrent: table has 40 rows`. */
interface Suppression {
  readonly rule: string;
  readonly relation: string | undefined;
  readonly reason: string;
  /** 1-based. */
  readonly line: number;
}

interface Suppressing {
  readonly files: readonly SourceFile[];
  readonly known: ReadonlySet<string>;
  /** Severity of comments that suppress nothing. */
  readonly unused: Finding['severity'] | 'off';
}

/**
 * Marks the findings that comments in the files allow, and adds one for each comment that allows nothing. A comment
 * applies to the statement or call that it stands above, beside or in, and to findings about a whole direction.
 */
export function applySuppressions(
  findings: readonly Finding[],
  { files, known, unused }: Suppressing,
): readonly Finding[] {
  const used = new Set<Suppression>();
  const all = files.map((file) => ({ file, suppressions: suppressionsIn(file) }));
  const marked = findings.map((finding): Finding => {
    const own = all.find(({ file }) => file.path === finding.place.path);
    const suppression = own?.suppressions.find((one) => allows(one, finding, own.file));
    if (!suppression) return finding;
    used.add(suppression);
    return { ...finding, suppressed: { reason: suppression.reason, by: 'comment' } };
  });
  if (unused === 'off') return marked;
  const about = { unused, known };
  return [
    ...marked,
    ...all.flatMap(({ file, suppressions }) => [
      ...suppressions.filter((one) => !used.has(one)).map((one) => unusedFinding(one, file, about)),
      ...incompleteLines(file).map((line) =>
        findingAt(file, { line, severity: unused, message: incomplete }),
      ),
    ]),
  ];
}

const incomplete = 'the comment is not complete; write: roundtrip: allow RULE: REASON';

function suppressionsIn({ lines }: SourceFile): readonly Suppression[] {
  return lines.flatMap((text, index) => {
    const directive = parseDirective(text);
    if (directive?.verb !== 'allow') return [];
    const { subject: rule, object: relation, reason } = directive;
    return [{ rule, relation, reason, line: index + 1 }];
  });
}

function incompleteLines({ lines }: SourceFile): readonly number[] {
  return lines.flatMap((text, index) =>
    looksLikeDirective(text, 'allow') && !parseDirective(text) ? [index + 1] : [],
  );
}

function allows({ rule, relation, line }: Suppression, finding: Finding, file: SourceFile): boolean {
  if (rule !== finding.rule) return false;
  if (relation !== undefined && relation !== '*' && relation !== finding.relation) return false;
  const { place } = finding;
  if (place.line === undefined) return true;
  const starts = [...(place.anchors ?? []), place.line];
  const end = place.endLine ?? place.line;
  return (line >= Math.min(...starts) && line <= end) || starts.some((start) => isAbove(line, start, file));
}

const commentOrBlank = /^\s*(?:\/\/|\/\*|\*|--|$)/;

/** Whether only comments and blank lines are between a comment and the line below it. */
function isAbove(line: number, start: number, { lines }: SourceFile): boolean {
  return line < start && lines.slice(line - 1, start - 1).every((text) => commentOrBlank.test(text));
}

interface About {
  readonly unused: Finding['severity'];
  readonly known: ReadonlySet<string>;
}

function unusedFinding({ rule, line }: Suppression, file: SourceFile, { unused, known }: About): Finding {
  const message = known.has(rule) ? `nothing here is reported as ${rule}` : `there is no rule ${rule}`;
  return findingAt(file, { line, severity: unused, message });
}

interface Remark {
  readonly line: number;
  readonly severity: Finding['severity'];
  readonly message: string;
}

function findingAt(file: SourceFile, { line, severity, message }: Remark): Finding {
  return {
    rule: unusedSuppression.id,
    severity,
    direction: directionAt(file, line),
    statement: undefined,
    sql: undefined,
    relation: undefined,
    status: 'static',
    message,
    advice: unusedSuppression.instead,
    remedy: undefined,
    place: { path: file.path, line, text: file.lines[line - 1] ?? '' },
    suppressed: undefined,
  };
}

/** A down begins at its marker or its export, or has a file of its own. */
function directionAt({ path, lines }: SourceFile, line: number): Direction {
  if (path.endsWith('.down.sql')) return 'down';
  const start = lines.findIndex((text) => /\bdown\b\s*[(:=]|--[\s-]*down\s+migration/i.test(text));
  return start >= 0 && line > start ? 'down' : 'up';
}
