/** A hash in two numbers of 32 bits each: for sets and counts, where a collision in 2^64 costs nothing. Not cryptographic. */
export type Hash = readonly [high: number, low: number];

/** Two multiply-and-mix lanes over the UTF-16 code units, finished with an avalanche of either into the other. */
export function hashOf(text: string, seed = 0): Hash {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0, b >>> 0];
}

/** Eight digits. Printed at once a number above 2^31 is taken apart by divisions. */
const hexOf = (word: number): string =>
  (0x10000 + (word >>> 16)).toString(16).slice(1) + (0x10000 + (word & 0xffff)).toString(16).slice(1);

/** 32 hexadecimal digits that depend on nothing but the parts and their order. */
export function idOf(...parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  return [...hashOf(text, 1), ...hashOf(text, 2)].map(hexOf).join('');
}
