/** Generates a string; the variant selects alternatives, characters and repetitions. */
type Maker = (variant: number) => string;

const classes: Readonly<Record<string, string>> = {
  d: '1234567890',
  w: 'abcXYZ123',
  s: ' ',
  D: 'abcXYZ',
  W: '-. ',
  S: 'abcXYZ123',
};

const named: Readonly<Record<string, string>> = {
  alpha: 'abcXYZ',
  digit: '1234567890',
  alnum: 'abcXYZ123',
  lower: 'abcxyz',
  upper: 'ABCXYZ',
  space: ' ',
  punct: '-.',
  xdigit: 'abcdef123',
  word: 'abcXYZ123',
};

/**
 * Characters that PostgreSQL's regular expressions consider printable, ordered so that plain strings come
 * first.
 */
const printable =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_. @/:+#,;!?%&=*()[]{}<>|~^$"\'`\\';

/**
 * Returns strings that probably match a regular expression of PostgreSQL. Supports literals, classes, groups,
 * alternatives, quantifiers and anchors; lookaround and back references are ignored, so the strings must be
 * tested.
 */
export function stringsFromRegex(pattern: string, count: number): readonly string[] {
  const parser = new RegexParser(pattern.replace(/^\*{3}[:=]/, '').replace(/^\(\?[a-z]+\)/, ''));
  const make = parser.alternatives();
  return [...new Set(Array.from({ length: count }, (_, variant) => make(variant)))];
}

class RegexParser {
  #place = 0;
  readonly #pattern: string;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  alternatives(): Maker {
    const makers = [this.#sequence()];
    while (this.#take('|')) makers.push(this.#sequence());
    return (variant) => makers[variant % makers.length]?.(Math.floor(variant / makers.length)) ?? '';
  }

  #sequence(): Maker {
    const makers: Maker[] = [];
    while (this.#place < this.#pattern.length && !/[|)]/.test(this.#next)) makers.push(this.#repeated());
    return (variant) => makers.map((make, index) => make(variant + (variant > 0 ? index : 0))).join('');
  }

  #repeated(): Maker {
    const make = this.#atom();
    const { least, most } = this.#quantifier();
    return (variant) => {
      const times = Math.min(most, least + (variant % 5));
      return Array.from({ length: times }, (_, index) => make(variant + index)).join('');
    };
  }

  /** Parses `*`, `+`, `?`, `{2}`, `{2,}` or `{2,5}`, each optionally followed by `?` for non-greedy. */
  #quantifier(): { least: number; most: number } {
    const [found = '', sign, from, comma, to] =
      /^(?:([*+?])|\{(\d+)(,)?(\d+)?\})\??/.exec(this.#pattern.slice(this.#place)) ?? [];
    this.#place += found.length;
    if (sign) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : 8 };
    if (from === undefined) return { least: 1, most: 1 };
    const least = Number(from);
    return { least, most: to ? Number(to) : comma ? least + 8 : least };
  }

  #atom(): Maker {
    const sign = this.#read();
    if (sign === '(') return this.#group();
    if (sign === '[') return this.#bracket();
    if (sign === '\\') return this.#escape();
    if (sign === '.') return pick('abcXYZ123');
    return sign === '^' || sign === '$' ? () => '' : () => sign;
  }

  #group(): Maker {
    const [kind = ''] = /^\?(?:[:=!]|<[=!])/.exec(this.#pattern.slice(this.#place)) ?? [];
    this.#place += kind.length;
    const make = this.alternatives();
    this.#take(')');
    return kind === '' || kind === '?:' ? make : () => '';
  }

  #escape(): Maker {
    const sign = this.#read();
    const known = classes[sign];
    if (known) return pick(known);
    if (/[mMyYAZ<>b1-9]/.test(sign)) return () => '';
    return () => ({ n: '\n', t: '\t', r: '\r' })[sign] ?? sign;
  }

  #bracket(): Maker {
    const isNegated = this.#take('^');
    let members = '';
    do members += this.#member();
    while (this.#place < this.#pattern.length && this.#next !== ']');
    this.#take(']');
    const allowed = isNegated
      ? printable
          .split('')
          .filter((sign) => !members.includes(sign))
          .join('')
      : members;
    return pick(allowed || 'a');
  }

  /** Parses one character, range, escape or `[:class:]` of a bracket expression. */
  #member(): string {
    const [found, name] = /^\[:(\w+):\]/.exec(this.#pattern.slice(this.#place)) ?? [];
    if (found) {
      this.#place += found.length;
      return named[name ?? ''] ?? '';
    }
    const first = this.#character();
    if (first.length !== 1 || !/^-[^\]]/.test(this.#pattern.slice(this.#place))) return first;
    this.#place += 1;
    return range(first, this.#character());
  }

  #character(): string {
    const sign = this.#read();
    if (sign !== '\\') return sign;
    const escaped = this.#read();
    return classes[escaped] ?? escaped;
  }

  get #next(): string {
    return this.#pattern.charAt(this.#place);
  }

  #read(): string {
    return this.#pattern.charAt(this.#place++);
  }

  #take(sign: string): boolean {
    if (this.#next !== sign) return false;
    this.#place += 1;
    return true;
  }
}

function pick(characters: string): Maker {
  return (variant) => characters.charAt(variant % characters.length);
}

function range(first: string, last: string): string {
  const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)];
  return Array.from({ length: Math.min(Math.max(to - from + 1, 1), 100) }, (_, place) =>
    String.fromCharCode(from + place),
  ).join('');
}
