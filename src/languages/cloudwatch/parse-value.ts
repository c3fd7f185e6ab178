import type { NumberValue, RegexValue, TextValue, Value } from './pattern.js';
import { MAX_REGEXES } from './pattern.js';
import { ESCAPE, NUMBER_FORM, UNQUOTED_CHARACTERS } from './reasons.js';
import { compileRegex } from './regex.js';
import type { Scanner } from './scanner.js';

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LOOSE_NUMBER = /^[+-]?(?:\d+\.|\.\d+)(?:[eE][+-]?\d+)?$/;
const PLAIN = /^[A-Za-z0-9_.*+-]+$/;
/** Inside these an unquoted value goes on; the characters that PLAIN lacks are doubtful. */
const UNQUOTED = /(?:[A-Za-z0-9_.*+:/@'#;~?^`-]|[^\0-\x7f])+/y;

const isNumberText = (text: string): boolean => NUMBER.test(text);
/** The characters of an unquoted value that are documented, or stand in patterns that AWS published. */
export const isPlainText = (text: string): boolean => PLAIN.test(text) && !LOOSE_NUMBER.test(text);

export interface RegexCount {
  regexes: number;
}

/** The value of `=` or `!=`: quoted, %regex%, number or unquoted text. */
export function parseValue(scan: Scanner, count: RegexCount): Value {
  if (scan.peek() === '"') return { kind: 'text', text: parseQuoted(scan), quoted: true };
  if (scan.peek() === '%') return parseRegexValue(scan, count);
  const text = scan.run(UNQUOTED);
  if (text === '') refuseValue(scan);
  const next = scan.peek();
  if (next === '"' || next === '%' || next === '\\' || next === '$')
    scan.refuse(
      'unquoted-value',
      `${scan.here()} cannot stand in an unquoted value`,
      scan.at,
      'put the value in double quotes',
    );
  return bareValue(scan, text);
}

function bareValue(scan: Scanner, text: string): TextValue | NumberValue {
  if (isNumberText(text)) return { kind: 'number', text };
  if (LOOSE_NUMBER.test(text)) scan.doubt(NUMBER_FORM);
  else if (!PLAIN.test(text)) scan.doubt(UNQUOTED_CHARACTERS);
  return { kind: 'text', text, quoted: false };
}

function refuseValue(scan: Scanner): never {
  if (scan.peek() === '=') scan.refuse('operator', 'there is no operator `==`', scan.at, 'write `=` for equality');
  return scan.refuse(
    'value-missing',
    `expected a value, found ${scan.here()}`,
    scan.at,
    'write a word, a number, "text" or %regex%',
  );
}

/** The number after `<`, `<=`, `>` or `>=`. AWS refuses quoted numbers here, and every other text. */
export function parseNumber(scan: Scanner, op: string): NumberValue {
  const start = scan.at;
  if (scan.peek() === '"') {
    parseQuoted(scan);
    scan.refuse(
      'number-quoted',
      `\`${op}\` needs an unquoted number`,
      { start, end: scan.at },
      'remove the quotes; text cannot be ordered',
    );
  }
  const text = scan.run(UNQUOTED);
  if (text === '') refuseValue(scan);
  if (LOOSE_NUMBER.test(text)) scan.doubt(NUMBER_FORM);
  else if (!NUMBER.test(text))
    scan.refuse(
      'number-expected',
      `\`${op}\` needs a number, found \`${text}\``,
      { start, end: scan.at },
      'text cannot be ordered: use `=` or `!=`',
    );
  return { kind: 'number', text };
}

/** From the opening to the closing quote. `\"` and `\\` are the escapes. */
export function parseQuoted(scan: Scanner): string {
  const start = scan.at;
  scan.at++;
  let text = '';
  while (!scan.done) {
    const c = scan.peek();
    scan.at++;
    if (c === '"') return text;
    if (c === '\\') {
      const next = scan.peek();
      if (next === '"' || next === '\\') {
        text += next;
        scan.at++;
        continue;
      }
      scan.doubt(ESCAPE);
    }
    text += c;
  }
  return scan.refuse('quote-unclosed', 'this quote is never closed', start, 'close it with `"`');
}

export function parseRegexValue(scan: Scanner, count: RegexCount): RegexValue {
  const start = scan.at;
  const close = scan.source.indexOf('%', start + 1);
  if (close < 0 || close >= scan.end)
    scan.refuse('regex-unclosed', 'this regular expression is never closed', start, 'close it with `%`');
  const source = scan.source.slice(start + 1, close);
  const compiled = compileRegex(source);
  if (!compiled.ok) {
    const { error } = compiled;
    scan.refuse(
      error.code,
      error.message,
      { start: start + 1 + error.span.start, end: start + 1 + error.span.end },
      error.help,
    );
  }
  for (const reason of compiled.regex.doubts) scan.doubt(reason);
  scan.at = close + 1;
  count.regexes++;
  if (count.regexes > MAX_REGEXES)
    scan.refuse('regex-limit', `a pattern holds at most ${MAX_REGEXES} regular expressions`, { start, end: scan.at });
  return { kind: 'regex', source };
}
