import { type Json, NumberText } from '../../predicate/json.js';

export interface MessageFields {
  /** The fields twice, from the first and from the last: a pattern with `...` counts from both ends. */
  readonly value: { readonly first: readonly Json[]; readonly last: readonly Json[] };
  /** False where the documentation does not say how the message is split. */
  readonly certain: boolean;
}

const PLAIN_DECIMAL = /^-?\d+(?:\.\d+)?$/;

/**
 * Splits a message at its blanks; text in double quotes or square brackets is one field, without them.
 * Uncertain: quotes and brackets within a word, nested or never closed, and other blanks than the space.
 */
export function messageFields(message: string): MessageFields {
  const first: Json[] = [];
  let certain = !/[\t\n\r\f\v]/.test(message);
  const parts = message.matchAll(/"([^"]*)"|\[([^\]]*)\]|\S+/g);
  let end = 0;
  for (const part of parts) {
    const [whole, quoted, bracketed] = part;
    if (part.index === end && end > 0) certain = false; // no blank between two fields
    end = part.index + whole.length;
    const enclosed = quoted ?? bracketed;
    if (enclosed === undefined ? /["[\]]/.test(whole) : /["[\\]/.test(enclosed)) certain = false;
    first.push(fieldOf(enclosed ?? whole));
  }
  return { value: { first, last: first.toReversed() }, certain };
}

function fieldOf(text: string): Json {
  return PLAIN_DECIMAL.test(text) ? new NumberText(text) : text;
}
