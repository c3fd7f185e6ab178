import type { PatternError, Span } from './pattern.js';

/** JSON as it was written: with positions, the texts of numbers, and every occurrence of a key. */
export type Source =
  | { readonly kind: 'object'; readonly fields: readonly SourceField[]; readonly span: Span }
  | { readonly kind: 'array'; readonly items: readonly Source[]; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'number'; readonly text: string; readonly span: Span }
  | { readonly kind: 'word'; readonly value: boolean | null; readonly span: Span };

export interface SourceField {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Source;
}

/** Thrown and caught inside a parser only: outside of it an error is a value. */
export class Refused extends Error {
  readonly error: PatternError;
  constructor(code: string, message: string, span?: Span, help?: string) {
    super(message);
    this.error = { code, message, ...(span && { span }), ...(help && { help }) };
  }
}

/** Bounds of our own, above what AWS accepts: EventBridge takes some thousand characters, SNS 256 KB. */
const LONGEST = 262_144;
const DEEPEST = 64;

/** A string's inside is checked when it is read. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

export function readSource(text: string): Source {
  if (text.length > LONGEST)
    throw new Refused('too-large', `the text has ${text.length} characters, more than ${LONGEST}`);
  let at = 0;
  const blank = () => {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++;
  };
  const wrong = (wanted: string): Refused => {
    const found = at < text.length ? `found \`${[...text.slice(at, at + 2)][0]}\`` : 'the text ends';
    return new Refused('json', `not JSON: expected ${wanted}, ${found}`, {
      start: at,
      end: Math.min(at + 1, text.length),
    });
  };
  const token = (): string => {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw wrong('a value');
    at += found[0].length;
    return found[0];
  };
  const string = (): string => {
    const start = at;
    const found = token();
    try {
      return JSON.parse(found) as string;
    } catch {
      throw new Refused('json', 'not JSON: a string has a character or an escape that JSON does not allow', {
        start,
        end: at,
      });
    }
  };
  const value = (depth: number): Source => {
    if (depth > DEEPEST)
      throw new Refused('too-deep', `nested deeper than ${DEEPEST} levels`, { start: at, end: at + 1 });
    blank();
    const start = at;
    if (text[at] === '{') {
      const fields = list('}', () => {
        if (text[at] !== '"') throw wrong('a key in double quotes');
        const nameStart = at;
        const name = string();
        const nameSpan = { start: nameStart, end: at };
        blank();
        if (text[at] !== ':') throw wrong('`:`');
        at++;
        return { name, nameSpan, value: value(depth + 1) };
      });
      return { kind: 'object', fields, span: { start, end: at } };
    }
    if (text[at] === '[') {
      const items = list(']', () => value(depth + 1));
      return { kind: 'array', items, span: { start, end: at } };
    }
    if (text[at] === '"') return { kind: 'string', value: string(), span: { start, end: at } };
    const found = token();
    const span = { start, end: at };
    if (found === 'true' || found === 'false') return { kind: 'word', value: found === 'true', span };
    return found === 'null' ? { kind: 'word', value: null, span } : { kind: 'number', text: found, span };
  };
  const list = <T>(close: string, item: () => T): T[] => {
    const items: T[] = [];
    at++;
    blank();
    if (text[at] === close) {
      at++;
      return items;
    }
    for (;;) {
      blank();
      items.push(item());
      blank();
      if (text[at] === close) break;
      if (text[at] !== ',') throw wrong(`\`,\` or \`${close}\``);
      at++;
    }
    at++;
    return items;
  };
  const result = value(0);
  blank();
  if (at < text.length) throw wrong('nothing more');
  return result;
}
