/** A statement without the `;` that ends it, or a command of psql. */
export type Scanned =
  { readonly kind: 'statement'; readonly sql: string } | { readonly kind: 'command'; readonly text: string };

type Within =
  | { readonly kind: 'code' }
  | { readonly kind: 'comment'; readonly depth: number }
  /** A quoted text or name, which ends with `end`. */
  | { readonly kind: 'quotes'; readonly end: RegExp };

const code: Within = { kind: 'code' };

/** Tokens that do not go on in the next line. */
const token =
  /--.*|\/\*|'|"|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[();\\]|\s+|\d+|./gsu;

/**
 * Splits a script into statements line by line, as psql does (its `psqlscan.l`): at each `;` outside of
 * quotes, comments, parentheses and the bodies of functions in standard SQL.
 */
export class StatementScanner {
  #within: Within = code;
  #pending = '';
  #parentheses = 0;
  /** The first words of the statement, and how many BEGINs and CASEs are open in its body. */
  #words: string[] = [];
  #begins = 0;

  get isWithinStatement(): boolean {
    return this.#pending.trim() !== '';
  }

  /** Takes one line with its end, and returns what ends in it. */
  scan(line: string): readonly Scanned[] {
    const found: Scanned[] = [];
    const tokens = new RegExp(token);
    let from = 0;
    while (from < line.length) {
      if (this.#within.kind !== 'code') {
        from = this.#skip(line, from);
        continue;
      }
      tokens.lastIndex = from;
      const [text = ''] = tokens.exec(line) ?? [];
      if (text === '') break;
      from += text.length;
      if (text === '\\' && !this.isWithinStatement) {
        found.push({ kind: 'command', text: line.slice(from).trim() });
        break;
      }
      const sql = this.#take(text, line[from - text.length - 1]);
      if (sql !== undefined) found.push({ kind: 'statement', sql });
    }
    return found;
  }

  /** Skips to the end of quotes or a comment, or of the line. */
  #skip(line: string, from: number): number {
    const within = this.#within;
    if (within.kind === 'comment') return this.#skipComment(line, from, within.depth);
    if (within.kind !== 'quotes') return from;
    const end = new RegExp(within.end);
    end.lastIndex = from;
    const found = end.exec(line);
    const next = found ? end.lastIndex : line.length;
    if (found) this.#within = code;
    this.#pending += line.slice(from, next);
    return next;
  }

  #skipComment(line: string, from: number, depth: number): number {
    const edge = /\/\*|\*\//g;
    edge.lastIndex = from;
    const found = edge.exec(line);
    if (!found) return line.length;
    const left = depth + (found[0] === '/*' ? 1 : -1);
    this.#within = left === 0 ? code : { kind: 'comment', depth: left };
    // A comment separates words.
    if (left === 0) this.#pending += ' ';
    return edge.lastIndex;
  }

  /** Takes a token of code; returns the statement that it ends. */
  #take(text: string, before: string | undefined): string | undefined {
    if (text.startsWith('--')) {
      this.#pending += '\n';
      return undefined;
    }
    if (text === '/*') this.#within = { kind: 'comment', depth: 1 };
    else if (text === ';' && this.#parentheses === 0 && this.#begins === 0) return this.#end();
    else {
      this.#pending += text;
      this.#note(text, before);
    }
    return undefined;
  }

  #note(text: string, before: string | undefined): void {
    if (text === "'") this.#within = { kind: 'quotes', end: this.#endOfString(before) };
    else if (text === '"') this.#within = { kind: 'quotes', end: /"/g };
    else if (text === '(') this.#parentheses += 1;
    else if (text === ')') this.#parentheses = Math.max(0, this.#parentheses - 1);
    else if (/^\$.*\$$/s.test(text)) this.#within = { kind: 'quotes', end: literally(text) };
    else if (/^[A-Za-z_]/.test(text)) this.#noteWord(text.toLowerCase());
  }

  /** A doubled quote ends one string and begins the next. In `E'…'`, a backslash escapes. */
  #endOfString(before: string | undefined): RegExp {
    const isEscaped = /^e$/i.test(before ?? '') && !/[\w$]e'$/i.test(this.#pending.slice(-3));
    return isEscaped ? /(?:\\.|''|[^'\\])*'/gsy : /'/g;
  }

  #noteWord(word: string): void {
    if (this.#words.length < 4) this.#words.push(word);
    if (this.#words[0] !== 'create') return;
    if (!/^create (or replace )?(function|procedure)\b/.test(this.#words.join(' '))) return;
    if (word === 'begin' || (word === 'case' && this.#begins > 0)) this.#begins += 1;
    else if (word === 'end' && this.#begins > 0) this.#begins -= 1;
  }

  #end(): string | undefined {
    const sql = this.#pending.trim();
    this.#pending = '';
    this.#words = [];
    this.#parentheses = 0;
    this.#begins = 0;
    return sql === '' ? undefined : sql;
  }
}

function literally(text: string): RegExp {
  return new RegExp(text.replaceAll('$', '\\$'), 'g');
}
