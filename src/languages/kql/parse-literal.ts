import type { Literal } from './query.js';
import { isBlank, type Scanner } from './scanner.js';

/** What must be escaped outside quotes. */
export const SPECIAL = '\\():<>"*{}';
const WHITESPACE: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };

/** A quoted or unquoted literal; null, with nothing taken, when none begins here. */
export function parseLiteral(scan: Scanner): Literal | null {
  return scan.peek() === '"' ? parseQuoted(scan) : parseUnquoted(scan);
}

/** Between quotes a backslash before anything that is no escape stands for itself, and there are no wildcards. */
function parseQuoted(scan: Scanner): Literal {
  const start = scan.at;
  let value = '';
  scan.at++;
  while (scan.peek() !== '"') {
    if (scan.done) {
      const help = /\\"$/.test(scan.source)
        ? 'the last quote is escaped: write `\\\\` for a backslash, and close with `"`'
        : 'close it with `"`';
      scan.refuse('quote-unclosed', 'this quote is never closed', start, help);
    }
    const next = scan.peek(1);
    const quoted = scan.peek() === '\\' && (next === '\\' || next === '"') ? next : null;
    if (quoted !== null) scan.at += 2;
    value += quoted ?? escaped(scan) ?? scan.source[scan.at++]!;
  }
  scan.at++;
  return { kind: 'word', value, quoted: true, span: { start, end: scan.at } };
}

/**
 * Goes on over blanks, up to a special character or a keyword: `f: a b` is one value. What comes out is trimmed, escaped blanks
 * too, as Kibana does it, and only then compared with `null`, `true` and `false`.
 */
function parseUnquoted(scan: Scanner): Literal | null {
  const start = scan.at;
  let value = '';
  /** Where in `value` the stars stand. */
  const stars: number[] = [];
  let end = start; // of the last character that is not blank
  while (!scan.done) {
    const c = scan.peek();
    const from = scan.at;
    // `\n` is tried before `\not`, so that `\not` is a line end and `ot`: Kibana's grammar has them in this order.
    const unescaped = c === '\\' ? (escaped(scan) ?? escapedSpecial(scan) ?? escapedKeyword(scan)) : null;
    if (unescaped !== null) value += unescaped;
    else if (c === '*') {
      stars.push(value.length);
      value += '*';
      scan.at++;
    } else if (SPECIAL.includes(c) || atKeyword(scan)) break;
    else {
      value += c;
      scan.at++;
    }
    if (!isBlank(scan.source[from]!)) end = scan.at;
  }
  if (scan.at === start) return null;
  const span = { start, end: Math.max(end, start + 1) };
  if (stars.length > 0) return { kind: 'wildcard', pieces: piecesOf(value, stars), span };
  const word = value.trim();
  if (word === 'null') return { kind: 'keyword', value: null, span };
  if (word === 'true' || word === 'false') return { kind: 'keyword', value: word === 'true', span };
  return { kind: 'word', value: word, quoted: false, span };
}

function piecesOf(value: string, stars: readonly number[]): readonly string[] {
  const pieces = [...stars, value.length].map((star, index) =>
    value.slice(index === 0 ? 0 : stars[index - 1]! + 1, star),
  );
  pieces[0] = pieces[0]!.trimStart();
  pieces[pieces.length - 1] = pieces.at(-1)!.trimEnd();
  return pieces;
}

/** A literal ends before ` and `, ` or ` and `not `, the last also within a word: `cannot open` is none. */
function atKeyword(scan: Scanner): boolean {
  if (scan.isKeyword('not', scan.at)) return true;
  return isBlank(scan.peek()) && (scan.isKeyword('or', scan.at + 1) || scan.isKeyword('and', scan.at + 1));
}

/** `\t`, `\r`, `\n` and `\uXXXX`, inside quotes and outside. */
function escaped(scan: Scanner): string | null {
  if (scan.peek() !== '\\') return null;
  const whitespace = WHITESPACE[scan.peek(1)];
  if (whitespace !== undefined) {
    scan.at += 2;
    return whitespace;
  }
  const code = /^u([0-9a-fA-F]{4})/.exec(scan.source.slice(scan.at + 1, scan.at + 6))?.[1];
  if (code === undefined) return null;
  scan.at += 6;
  return String.fromCharCode(Number.parseInt(code, 16));
}

function escapedSpecial(scan: Scanner): string | null {
  const next = scan.peek(1);
  if (next === '' || !SPECIAL.includes(next)) return null;
  scan.at += 2;
  return next;
}

function escapedKeyword(scan: Scanner): string | null {
  const word = /^\\(or|and|not)/i.exec(scan.source.slice(scan.at, scan.at + 4))?.[1];
  if (word === undefined) return null;
  scan.at += 1 + word.length;
  return word;
}
