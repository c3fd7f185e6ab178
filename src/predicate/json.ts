/**
 * JSON values as the engine sees them. A number whose text is not the one that JavaScript would print
 * (`12.0`, `1e3`, `12345678901234567890`) is kept as `NumberText`, because AWS compares the text in places.
 */
export type Json = null | boolean | number | string | NumberText | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toJSON(): number {
    return Number(this.text);
  }
}

export type JsonType = 'null' | 'true' | 'false' | 'number' | 'string' | 'object' | 'array';

export function typeOf(value: Json): JsonType {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'array';
      return value instanceof NumberText ? 'number' : 'object';
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The text of a number as it was written, or as JavaScript writes it. */
export function numberText(value: number | NumberText): string {
  return typeof value === 'number' ? String(value) : value.text;
}

export function numberValue(value: number | NumberText): number {
  return typeof value === 'number' ? value : Number(value.text);
}

/** Does any number of this JSON text need `NumberText`? Cheap, and true too often rather than too seldom. */
const UNUSUAL_NUMBER =
  /[:[,]\s*-?(?:\d+\.\d*0(?!\d)|\d+(?:\.\d+)?[eE]|[\d.]{16,}|0\.0{6,})|[:[,]\s*-0(?![\d.])|^\s*-?\d/;

/** Reads JSON text; numbers keep their text where it matters. Throws SyntaxError as JSON.parse does. */
export function parseJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  return hasUsualNumbers(text) ? value : withNumberTexts(text);
}

/** Does JSON.parse read of this JSON text all that `parseJson` would? */
export const hasUsualNumbers = (text: string): boolean => !UNUSUAL_NUMBER.test(text);

/** A second reading, only for texts that hold an unusual number. The text is known to be valid JSON. */
function withNumberTexts(text: string): Json {
  let at = 0;
  const blank = () => {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++;
  };
  const string = (): string => {
    const start = at++;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at++;
    return JSON.parse(text.slice(start, at)) as string;
  };
  const value = (): Json => {
    blank();
    const c = text[at]!;
    if (c === '"') return string();
    if (c === '{') {
      const object: Record<string, Json> = {};
      at++;
      blank();
      while (text[at] !== '}') {
        blank();
        const key = string();
        blank();
        at++; // the colon
        Object.defineProperty(object, key, { value: value(), enumerable: true, configurable: true, writable: true });
        blank();
        if (text[at] === ',') at++;
        blank();
      }
      at++;
      return object;
    }
    if (c === '[') {
      const items: Json[] = [];
      at++;
      blank();
      while (text[at] !== ']') {
        items.push(value());
        blank();
        if (text[at] === ',') at++;
        blank();
      }
      at++;
      return items;
    }
    const word = /[^\s,\]}]+/y;
    word.lastIndex = at;
    const token = word.exec(text)![0];
    at += token.length;
    if (token === 'null') return null;
    if (token === 'true') return true;
    if (token === 'false') return false;
    const number = Number(token);
    return String(number) === token ? number : new NumberText(token);
  };
  return value();
}

/** Prints JSON on one line; `NumberText` keeps its text. */
export function printJson(value: Json): string {
  if (value instanceof NumberText) return value.text;
  if (isArray(value)) return `[${value.map(printJson).join(',')}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${printJson(item)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}
