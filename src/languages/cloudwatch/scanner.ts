import type { Reason } from '../../predicate/predicate.js';
import type { PatternError, Span } from './pattern.js';

/** Thrown inside the parser only; `parse` turns it into a value. */
export class Refusal extends Error {
  readonly error: PatternError;
  constructor(error: PatternError) {
    super(error.message);
    this.error = error;
  }
}

const BLANK = /[ \t\n\r\f\v]/;
export const isBlank = (c: string): boolean => BLANK.test(c);

/** A place in the pattern's text, and what was found doubtful on the way there. */
export class Scanner {
  readonly source: string;
  /** The scanner never looks at or past this offset. */
  readonly end: number;
  readonly doubts: Reason[];
  at: number;

  constructor(source: string, start: number, end: number, doubts: Reason[] = []) {
    this.source = source;
    this.at = start;
    this.end = end;
    this.doubts = doubts;
  }

  /** A scanner of a part, with the same doubts. */
  within(start: number, end: number): Scanner {
    return new Scanner(this.source, start, end, this.doubts);
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** The character here, or '' at the end. */
  peek(ahead = 0): string {
    return this.at + ahead < this.end ? this.source[this.at + ahead]! : '';
  }

  blanks(): boolean {
    const start = this.at;
    while (!this.done && isBlank(this.source[this.at]!)) this.at++;
    return this.at > start;
  }

  take(word: string): boolean {
    if (!this.source.startsWith(word, this.at) || this.at + word.length > this.end) return false;
    this.at += word.length;
    return true;
  }

  /** Everything from here that the (sticky) expression matches; '' if nothing. */
  run(sticky: RegExp): string {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.source)?.[0] ?? '';
    const text = found.slice(0, this.end - this.at);
    this.at += text.length;
    return text;
  }

  doubt(reason: Reason): void {
    if (!this.doubts.includes(reason)) this.doubts.push(reason);
  }

  refuse(code: string, message: string, span: Span | number = this.at, help?: string): never {
    const place = typeof span === 'number' ? { start: span, end: Math.min(span + 1, this.source.length) } : span;
    throw new Refusal({ code, message, span: place, ...(help === undefined ? {} : { help }) });
  }

  /** What stands here, for messages. */
  here(): string {
    if (this.done) return 'the end';
    const word = /^(?:[A-Za-z0-9_.$*-]+|[\s\S])/.exec(this.source.slice(this.at, this.end))![0];
    return `\`${word.slice(0, 40)}\``;
  }
}
