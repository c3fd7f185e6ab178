import { isArray, isObject, type Json, type JsonObject, NumberText, numberText } from '../../predicate/json.js';
import { isDropped, MOST_NESTED } from './dropped.js';

/**
 * The text that Java's `toString()` gives for the value, as an Elasticsearch ingest node holds it: an object is a HashMap, printed
 * `{key=value, other=[1, 2]}` in the order of its buckets; what the pipeline drops is gone. Undefined when nothing is left.
 * Elastic's fields `request_parameters` and `response_elements` hold this text, and published rules look for pieces of it that
 * depend on the order. Checked against Java 17.
 */
export function javaText(value: Json, depth = 0): string | undefined {
  if (isDropped(value) || depth > MOST_NESTED) return undefined;
  if (isArray(value)) {
    const items = value.map((item) => javaText(item, depth + 1)).filter((text) => text !== undefined);
    return items.length === 0 ? undefined : `[${items.join(', ')}]`;
  }
  if (isObject(value)) {
    const entries = inBucketOrder(value).flatMap(([key, item]) => {
      const text = javaText(item, depth + 1);
      return text === undefined ? [] : [`${key}=${text}`];
    });
    return entries.length === 0 ? undefined : `{${entries.join(', ')}}`;
  }
  return typeof value === 'number' || value instanceof NumberText ? javaNumber(value) : String(value);
}

/** The entries of an object in the order in which a HashMap that was filled with them lists them. */
export function inBucketOrder(object: JsonObject): readonly (readonly [string, Json])[] {
  return bucketOrder(Object.keys(object)).map((key) => [key, object[key]!]);
}

/** From this many entries in one bucket on, a small table is doubled rather than the bucket made a tree. */
const CROWDED = 8;
const TREES_FROM = 64;

/**
 * The keys as a HashMap lists them: by bucket, `(h ^ h >>> 16) & (n - 1)`, and in a bucket as they came. The table has 16 buckets and
 * doubles when more than three quarters as many keys are in it; it does not shrink when the pipeline takes entries out again, so all
 * keys count here. Not reproduced: a bucket that became a tree, which takes nine keys of one bucket among more than 48.
 */
export function bucketOrder(names: readonly string[]): readonly string[] {
  const hashes = names.map(spreadHash);
  let size = 16;
  names.forEach((_, index) => {
    if (size < TREES_FROM) {
      const bucket = hashes[index]! & (size - 1);
      const neighbours = hashes.slice(0, index).filter((hash) => (hash & (size - 1)) === bucket).length;
      if (neighbours >= CROWDED) size *= 2;
    }
    if (index + 1 > size * 0.75) size *= 2;
  });
  return names
    .map((name, index) => ({ name, index, bucket: hashes[index]! & (size - 1) }))
    .sort((a, b) => a.bucket - b.bucket || a.index - b.index)
    .map(({ name }) => name);
}

/** `String.hashCode()`, its high half mixed into the low one. */
function spreadHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash ^ (hash >>> 16);
}

/** Integers as they are written; all else is a double, as `Double.toString` of Java 19 and later prints it: `12.0`, `1.0E10`, `1.0E-4`. */
export function javaNumber(value: number | NumberText): string {
  const text = numberText(value);
  if (/^-?\d+$/.test(text)) return text === '-0' ? '0' : text;
  return javaDouble(Number(text));
}

function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}
