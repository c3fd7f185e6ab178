import { gunzipSync } from 'node:zlib';
import { type Json, parseJson } from '../predicate/json.js';
import { endOf } from './recover.js';

/** The most bytes that the encoded texts of one record may come to. */
export const MOST_DECODED = 16 << 20;

/** The JSON in a text. `broken`: it looks like JSON, and is not, or not to its end. */
export interface Documents {
  readonly values: readonly Json[];
  readonly broken: boolean;
}

/** One document, or several one after the other, as Kinesis and logs put them together. */
export function documentsIn(text: string): Documents {
  const whole = parsed(text);
  if (whole !== undefined) return { values: [whole], broken: false };
  const values: Json[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && BETWEEN.has(text[at]!)) at++;
    if (at === text.length) return { values, broken: values.length === 0 };
    if (text[at] !== '{' && text[at] !== '[') return { values, broken: true };
    const { end, closed } = endOf(text, at, text.length);
    const value = closed ? parsed(text.slice(at, end)) : undefined;
    if (value === undefined) return { values, broken: true };
    values.push(value);
    at = end;
  }
}

/** Blanks, and what stands before each text of a JSON sequence. */
const BETWEEN: ReadonlySet<string> = new Set([' ', '\t', '\r', '\n', ',', '\u001e', '\ufeff']);

/** How JSON begins in base64: `{` and `[`; and gzip. */
const BASE64 = /^(?:H4sI|[eW][w-z\d+/])[A-Za-z\d+/\r\n]{30,}={0,2}\s*$/;

/**
 * The text of what a subscription of CloudWatch Logs or a stream of Kinesis carries: base64 of JSON, or of gzip of it. Null: it is
 * none of it. Undefined: it cannot be decoded, or is larger than `most`.
 */
export function decodedText(text: string, most: number): string | null | undefined {
  if (!BASE64.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length > most) return undefined;
  if (bytes[0] !== 0x1f) return bytes.toString();
  try {
    return gunzipSync(bytes, { maxOutputLength: most }).toString();
  } catch {
    return undefined;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
