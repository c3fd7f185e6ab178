import { isArray, type Json } from '../predicate/json.js';
import { secondsOf } from './duration.js';
import type { Node } from './node.js';

/** Simple values of a file's members. What is of another form is refused, and something harmless returned in its place. */

export function flag(node: Node, otherwise: boolean): boolean {
  if (node.value === undefined || typeof node.value === 'boolean') return node.value ?? otherwise;
  node.refuse('not-a-flag', 'this must be true or false');
  return otherwise;
}

export function oneOf<T extends string>(node: Node, words: readonly T[], otherwise: T | undefined): T | undefined {
  if (node.value === undefined && otherwise !== undefined) return otherwise;
  const word = node.text();
  const found = words.find((candidate) => candidate === word);
  if (word !== null && found === undefined)
    node.refuse('unknown-word', `\`${word}\` is not one of ${words.join(', ')}`);
  return found;
}

export function textsOf(node: Node): readonly string[] {
  if (!Array.isArray(node.value)) node.refuse('not-a-list', 'this must be a list of texts');
  return node.items().map((item) => item.text() ?? '');
}

/** A whole number from `least` on. */
export function wholeNumber(
  node: Node,
  least: number,
  otherwise: number | undefined,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const { value } = node;
  if (value === undefined && otherwise !== undefined) return otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
  node.refuse(
    'not-a-number',
    value === undefined ? 'a number is missing here' : 'this is not such a number',
    `a whole number ${range}`,
  );
  return otherwise ?? least;
}

/** In seconds, above zero. */
export function duration(node: Node, otherwise: number | undefined): number {
  if (node.value === undefined && otherwise !== undefined) return otherwise;
  const text = typeof node.value === 'string' ? node.value : null;
  const seconds = text === null ? null : secondsOf(text);
  if (seconds !== null && seconds > 0) return seconds;
  node.refuse(
    'not-a-duration',
    text === null ? 'a duration is missing here' : `\`${text}\` is not a duration`,
    'write a number and s, m, h, d or w: 10m',
  );
  return otherwise ?? 1;
}

export function isJson(value: unknown): value is Json {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return true;
    case 'object':
      if (value === null) return true;
      return isArray(value as Json) ? (value as readonly unknown[]).every(isJson) : Object.values(value).every(isJson);
    default:
      return false;
  }
}
