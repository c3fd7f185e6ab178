import type { Reason } from '../../predicate/predicate.js';
import {
  ANY_TEXT,
  type CharRange,
  chars,
  choice,
  complement,
  literal,
  normalise,
  repeat,
  sequence,
  type Text,
} from '../../predicate/text.js';
import type { PatternError } from './pattern.js';
import { REGEX_FORM } from './reasons.js';

/** A `%regex%` of a filter pattern. There are no parentheses, so it is a choice of plain sequences. */
export interface Regex {
  readonly alternatives: readonly Alternative[];
  /** `.` or a negated class: it depends on the engine what they make of characters beyond ASCII. */
  readonly wide: boolean;
  /** `.`, `^` or `$`: it depends on the engine what they make of line ends. */
  readonly lines: boolean;
  readonly doubts: readonly Reason[];
}
interface Alternative {
  readonly start: boolean; // anchored by ^
  readonly end: boolean; // anchored by $
  readonly body: readonly Text[];
}
export type CompiledRegex =
  | { readonly ok: true; readonly regex: Regex }
  | { readonly ok: false; readonly error: PatternError };

/** How often the repeats of one regular expression may repeat, together. */
export const MAX_REPEATS = 1000;

const DIGIT: readonly CharRange[] = [[0x30, 0x39]];
const SPACE: readonly CharRange[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
const WORD: readonly CharRange[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const NOT_LINE_END: readonly CharRange[] = complement([
  [0x0a, 0x0a],
  [0x0d, 0x0d],
]);
const PLAIN = /[A-Za-z0-9:_#=@/;, -]/;
const ESCAPABLE = /[\^$?[\]{}|\\*+.:_#=@/;, -]/;

/** Everything that holds a match: the search is not anchored, but for ^ and $. */
export function searchText(regex: Regex): Text {
  return choice(
    ...regex.alternatives.map((alternative) =>
      sequence(...(alternative.start ? [] : [ANY_TEXT]), ...alternative.body, ...(alternative.end ? [] : [ANY_TEXT])),
    ),
  );
}

/**
 * Reads what stands between the percent signs ("Supported regular expression syntax" in the CloudWatch Logs user guide):
 * letters, digits, `: _ # = @ / ; , -` and blanks, the operators `^ $ ? [ ] { } | \ * + .`, \d \D \s \S \w \W and \xhh.
 */
export function compileRegex(source: string): CompiledRegex {
  const reader = new Reader(source);
  if (source === '')
    return { ok: false, error: reader.error('regex-empty', 'a regular expression cannot be empty', 0) };
  const alternatives: Alternative[] = [];
  do {
    const alternative = reader.alternative();
    if ('code' in alternative) return { ok: false, error: alternative };
    if (alternative.body !== null) alternatives.push({ ...alternative, body: alternative.body });
  } while (reader.bar());
  const { wide, lines, doubts } = reader;
  return { ok: true, regex: { alternatives, wide, lines, doubts } };
}

interface Read {
  readonly start: boolean;
  readonly end: boolean;
  readonly body: readonly Text[] | null; // null: it can match nothing, as in a^b
}
type Class = { readonly ranges: readonly CharRange[] };

class Reader {
  wide = false;
  lines = false;
  readonly doubts: Reason[] = [];
  #repeats = 0;
  #at = 0;
  readonly #source: string;
  constructor(source: string) {
    this.#source = source;
  }

  error(code: string, message: string, start: number, help?: string, end = start + 1): PatternError {
    const span = { start, end: Math.min(end, this.#source.length) };
    return { code, message, span, ...(help === undefined ? {} : { help }) };
  }

  bar(): boolean {
    if (this.#source[this.#at] !== '|') return false;
    this.#at++;
    return true;
  }

  #doubt(): void {
    if (this.doubts.length === 0) this.doubts.push(REGEX_FORM);
  }

  /** One alternative, up to `|` or the end. An anchor inside it only leaves what can be empty on its other side. */
  alternative(): Read | PatternError {
    let start = false;
    let end = false;
    let possible = true;
    let body: Text[] = [];
    const from = this.#at;
    while (this.#at < this.#source.length && this.#source[this.#at] !== '|') {
      const c = this.#source[this.#at]!;
      if (c === '^') {
        if (this.#at > from) this.#doubt();
        possible &&= body.every(canBeEmpty);
        body = [];
        start = true;
        this.lines = true;
        this.#at++;
        continue;
      }
      if (c === '$') {
        end = true;
        this.lines = true;
        this.#at++;
        continue;
      }
      const piece = this.#piece();
      if ('code' in piece) return piece;
      if (!end) body.push(piece);
      else {
        this.#doubt();
        possible &&= canBeEmpty(piece);
      }
    }
    if (this.#at === from) this.#doubt();
    return { start, end, body: possible ? body : null };
  }

  #piece(): Text | PatternError {
    const at = this.#at;
    const c = this.#source[at]!;
    if (c === '?' || c === '*' || c === '+' || c === '{')
      return this.error(
        'regex-repeat',
        `there is nothing that \`${c}\` could repeat`,
        at,
        `a literal one is written \`\\${c}\``,
      );
    const atom = this.#atom(c);
    return 'code' in atom ? atom : this.#repeated(atom);
  }

  #atom(c: string): Text | PatternError {
    const at = this.#at;
    if (c === '.') {
      this.#at++;
      this.wide = true;
      this.lines = true;
      return { kind: 'chars', ranges: NOT_LINE_END };
    }
    if (c === '[') return this.#class();
    if (c === '\\') {
      const escaped = this.#escape();
      return 'code' in escaped ? escaped : toText(escaped);
    }
    if (c === ']' || c === '}') this.#doubt();
    else if (!PLAIN.test(c)) return this.#unsupported(c, at);
    this.#at++;
    return literal(c);
  }

  #unsupported(c: string, at: number): PatternError {
    const code = c.charCodeAt(0);
    const help = code < 0x80 ? `write \`\\x${code.toString(16).padStart(2, '0')}\`` : 'only ASCII can be searched for';
    const what =
      c === '(' || c === ')'
        ? 'there are no parentheses in these regular expressions'
        : `\`${c}\` is not supported in regular expressions`;
    return this.error('regex-character', what, at, help);
  }

  #escape(): Class | PatternError {
    const at = this.#at;
    const c = this.#source[at + 1] ?? '';
    this.#at += 2;
    const named = { d: DIGIT, s: SPACE, w: WORD }[c];
    if (named) return { ranges: named };
    const negated = { D: DIGIT, S: SPACE, W: WORD }[c];
    if (negated) {
      this.wide = true;
      return { ranges: complement(negated) };
    }
    if (c === 'x') {
      const hex = /^[0-9A-Fa-f]{2}/.exec(this.#source.slice(this.#at))?.[0];
      if (hex === undefined)
        return this.error('regex-escape', '`\\x` needs two hexadecimal digits', at, 'as in `\\x28`', at + 2);
      this.#at += 2;
      const code = Number.parseInt(hex, 16);
      if (code > 0x7f) this.#doubt();
      return { ranges: [[code, code]] };
    }
    if (c !== '' && ESCAPABLE.test(c)) return { ranges: [[c.charCodeAt(0), c.charCodeAt(0)]] };
    if (c === '(' || c === ')') return this.#unsupported(c, at + 1);
    return this.error(
      'regex-escape',
      `\`\\${c}\` is not a supported escape`,
      at,
      'there are \\d \\D \\s \\S \\w \\W and \\xhh',
      at + 2,
    );
  }

  #class(): Text | PatternError {
    const open = this.#at++;
    const negated = this.#source[this.#at] === '^';
    if (negated) this.#at++;
    const ranges: CharRange[] = [];
    while (this.#source[this.#at] !== ']') {
      const first = this.#member(open);
      if ('code' in first) return first;
      const next = this.#source[this.#at + 1];
      if (this.#source[this.#at] !== '-' || next === ']' || next === undefined) {
        ranges.push(...first.ranges);
        continue;
      }
      const dash = this.#at++;
      const last = this.#member(open);
      if ('code' in last) return last;
      const [low, high] = [single(first), single(last)];
      if (low === null || high === null || low > high)
        return this.error(
          'regex-range',
          'this is not a range of characters',
          dash,
          'a literal `-` stands last in the class',
        );
      ranges.push([low, high]);
    }
    if (this.#at === open + (negated ? 2 : 1))
      return this.error(
        'regex-class',
        'this class holds no character',
        open,
        'a literal `]` is written `\\]`',
        this.#at + 1,
      );
    this.#at++;
    if (negated) this.wide = true;
    const set = normalise(ranges);
    return { kind: 'chars', ranges: negated ? complement(set) : set };
  }

  #member(open: number): Class | PatternError {
    const at = this.#at;
    const c = this.#source[at];
    if (c === undefined) return this.error('regex-class', 'this class is never closed', open, 'close it with `]`');
    if (c === '\\') return this.#escape();
    if (c === '[') this.#doubt();
    else if (!PLAIN.test(c) && !/[\^$?{}|*+.]/.test(c)) return this.#unsupported(c, at);
    this.#at++;
    return { ranges: [[c.charCodeAt(0), c.charCodeAt(0)]] };
  }

  #repeated(atom: Text): Text | PatternError {
    const at = this.#at;
    const found = /^(?:[?*+]|\{\d+(?:,\d*)?\}|\{,\d+\})/.exec(this.#source.slice(at))?.[0];
    if (found === undefined)
      return this.#source[at] === '{'
        ? this.error('regex-repeat', 'this is not a number of repeats', at, 'write `{2}`, `{2,}`, `{,3}` or `{2,3}`')
        : atom;
    this.#at += found.length;
    const next = this.#source[this.#at];
    if (next === '+' || next === '*') return this.error('regex-repeat', `\`${next}\` cannot repeat a repeat`, this.#at);
    if (next === '{') return this.error('regex-repeat', '`{` cannot repeat a repeat', this.#at);
    if (next === '?') {
      // A reluctant repeat finds a match wherever the usual one does.
      this.#doubt();
      this.#at++;
    }
    const { min, max } = counts(found);
    this.#repeats += max ?? min;
    if (max !== null && min > max)
      return this.error('regex-repeat', `\`${found}\` asks for more than it allows`, at, undefined, this.#at);
    if (this.#repeats > MAX_REPEATS)
      return this.error(
        'regex-repeat-limit',
        `repeats of more than ${MAX_REPEATS} together are beyond what is read here, and whether AWS takes them is not known`,
        at,
        undefined,
        this.#at,
      );
    return repeat(atom, min, max);
  }
}

function counts(text: string): { readonly min: number; readonly max: number | null } {
  if (text === '?') return { min: 0, max: 1 };
  if (text === '*') return { min: 0, max: null };
  if (text === '+') return { min: 1, max: null };
  const [low = '', high] = text.slice(1, -1).split(',');
  const min = low === '' ? 0 : Number(low);
  return { min, max: high === undefined ? min : high === '' ? null : Number(high) };
}

const toText = ({ ranges }: Class): Text =>
  ranges.length === 1 && ranges[0]![0] === ranges[0]![1]
    ? literal(String.fromCharCode(ranges[0]![0]))
    : chars(...ranges);

const single = ({ ranges }: Class): number | null =>
  ranges.length === 1 && ranges[0]![0] === ranges[0]![1] ? ranges[0]![0] : null;

const canBeEmpty = (text: Text): boolean => text.kind === 'repeat' && text.min === 0;
