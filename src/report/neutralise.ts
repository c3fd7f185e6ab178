import { NumberText } from '../predicate/json.js';
import { bracedEscape, writtenOut } from '../predicate/unprinted.js';

/**
 * A name that holds an escape sequence, a line break or a bidirectional override could redraw the reader's terminal and hide a broken
 * link. Everything that is not printed is therefore written out: `\x1b`, `\u{202e}`.
 */
export function neutraliseText(text: string): string {
  return writtenOut(text, (code) => {
    if (code === 0x0a) return '\\n';
    if (code === 0x09) return '\\t';
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : bracedEscape(code);
  });
}

/** Every text in a value, keys included: done once, before anything is drawn, so that no line can forget it. */
export function neutralise<T>(value: T): T {
  return deep(value) as T;
}

function deep(value: unknown): unknown {
  if (typeof value === 'string') return neutraliseText(value);
  if (value instanceof NumberText) return new NumberText(neutraliseText(value.text));
  if (Array.isArray(value)) return value.map(deep);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [neutraliseText(key), deep(item)]));
  return value;
}
