import type { QueryError, Span } from './query.js';

/** Thrown inside this language only; `parse` and `toDraft` turn it into a value. */
export class Refusal extends Error {
  readonly error: QueryError;
  constructor(error: QueryError) {
    super(error.message);
    this.error = error;
  }
}

export function refuse(code: string, message: string, span: Span | undefined, help?: string): never {
  throw new Refusal({ code, message, ...(span ? { span } : {}), ...(help === undefined ? {} : { help }) });
}

/** Kibana's blanks: those of ASCII that people type, and the no-break space. */
const BLANK = ' \t\r\n\u00a0';
export const isBlank = (c: string): boolean => c !== '' && BLANK.includes(c);

/** A place in the query's text. */
export class Scanner {
  readonly source: string;
  at = 0;
  /** How many brackets are open here. */
  depth = 0;

  constructor(source: string) {
    this.source = source;
  }

  get done(): boolean {
    return this.at >= this.source.length;
  }

  /** The character here, or '' at the end. */
  peek(ahead = 0): string {
    return this.source[this.at + ahead] ?? '';
  }

  /** Skips blanks, and says whether there were any. */
  blanks(): boolean {
    const start = this.at;
    while (isBlank(this.peek())) this.at++;
    return this.at > start;
  }

  take(word: string): boolean {
    if (!this.source.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  /** `and` or `or`, in any case, with blanks on both sides; nothing is taken when it is not there. */
  conjunction(word: 'and' | 'or'): boolean {
    const start = this.at;
    if (this.blanks() && this.keyword(word)) return true;
    this.at = start;
    return false;
  }

  /** The keyword, in any case, and the blanks after it, of which there must be one; nothing is taken when it is not there. */
  keyword(word: 'and' | 'or' | 'not'): boolean {
    if (!this.isKeyword(word, this.at)) return false;
    this.at += word.length;
    this.blanks();
    return true;
  }

  isKeyword(word: string, at: number): boolean {
    const end = at + word.length;
    return isBlank(this.source[end] ?? '') && this.source.slice(at, end).toLowerCase() === word;
  }

  refuse(code: string, message: string, span: Span | number = this.at, help?: string): never {
    const place = typeof span === 'number' ? { start: span, end: Math.min(span + 1, this.source.length) } : span;
    return refuse(code, message, place, help);
  }

  /** What stands here, for messages. */
  here(): string {
    if (this.done) return 'the end of the query';
    const word = /^(?:[A-Za-z0-9_.*-]+|[\s\S])/.exec(this.source.slice(this.at, this.at + 40))![0];
    return `\`${word}\``;
  }
}
