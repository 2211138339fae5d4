/** Spaces of other widths, and invisible characters (Unicode 16, general categories Zs and Cf). */
const otherBlanks = /[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]/gu;
const nothing = /[\r\u00ad\u200b-\u200f\u2060\ufeff]/gu;

/** Describes line ends if two texts differ in nothing else. */
export function lineEnds(before: string, after: string): readonly string[] | undefined {
  if (before === after || withoutReturns(before) !== withoutReturns(after)) return undefined;
  return [`- ${returnsIn(before)}`, `+ ${returnsIn(after)}`];
}

function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function returnsIn(text: string): string {
  const returns = text.split('\r\n').length - 1;
  const all = text.split('\n').length - 1;
  const [first = ''] = text.split('\n');
  const of = `the text that begins with ${JSON.stringify(first.trim().slice(0, 60))}`;
  if (returns === 0) return `lines end with LF (\\n): ${of}`;
  return returns === all
    ? `lines end with CR LF (\\r\\n): ${of}`
    : `${returns} of ${all} lines end with CR LF (\\r\\n), the others with LF: ${of}`;
}

/** Makes invisible characters visible in lines that would otherwise look the same. */
export function reveal(lines: readonly string[]): readonly string[] {
  const [gone, come] = ['-', '+'].map(
    (sign) => new Set(lines.filter((line) => line.startsWith(sign)).map(visible)),
  );
  return lines.map((line) => {
    const isAlike =
      !line.startsWith(' ') && gone?.has(visible(line)) === true && come?.has(visible(line)) === true;
    return isAlike ? `${line.slice(0, 2)}${writtenOut(line.slice(2))}` : line;
  });
}

/** Returns the visible text of a line without its sign. */
function visible(line: string): string {
  return line.slice(2).replaceAll(nothing, '').replaceAll(otherBlanks, ' ').trimEnd();
}

function writtenOut(text: string): string {
  return text
    .replaceAll(nothing, escaped)
    .replaceAll(otherBlanks, escaped)
    .replace(/ +$/u, (blanks) => '·'.repeat(blanks.length));
}

const short: Readonly<Record<string, string>> = { '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  return short[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
