/** A hash in two numbers of 32 bits each: for sets and counts, where a collision in 2^64 costs nothing. Not cryptographic. */
export type Hash = readonly [high: number, low: number];

/** Two multiply-and-mix lanes over the UTF-16 code units, finished with an avalanche of either into the other. */
export function hashOf(text: string, seed = 0): Hash {
  let a = FIRST ^ seed;
  let b = SECOND ^ seed;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  return finished(a, b);
}

const FIRST = 0xdeadbeef;
const SECOND = 0x41c6ce57;

function finished(one: number, other: number): Hash {
  const a = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  const b = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0, b >>> 0];
}

/** Eight digits. Printed at once a number above 2^31 is taken apart by divisions. */
const hexOf = (word: number): string =>
  (0x10000 + (word >>> 16)).toString(16).slice(1) + (0x10000 + (word & 0xffff)).toString(16).slice(1);

/** 32 hexadecimal digits that depend on nothing but the parts and their order: the hashes of two seeds, in one reading. */
export function idOf(...parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  let a = FIRST ^ 1;
  let b = SECOND ^ 1;
  let c = FIRST ^ 2;
  let d = SECOND ^ 2;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
    c = Math.imul(c ^ unit, 2654435761);
    d = Math.imul(d ^ unit, 1597334677);
  }
  const [p, q] = finished(a, b);
  const [r, s] = finished(c, d);
  return hexOf(p) + hexOf(q) + hexOf(r) + hexOf(s);
}
