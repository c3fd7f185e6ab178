/** What begins a gzip member (RFC 1952, 2.3). */
export type GzipHeader =
  | { readonly kind: 'header'; readonly end: number }
  | { readonly kind: 'more' } // not all of it is there
  | { readonly kind: 'wrong'; readonly reason: string };

const MORE: GzipHeader = { kind: 'more' };
const wrong = (reason: string): GzipHeader => ({ kind: 'wrong', reason });

export function readGzipHeader(bytes: Uint8Array, start: number, end: number): GzipHeader {
  const there = end - start;
  if (there >= 1 && bytes[start] !== 0x1f) return wrong('no gzip header');
  if (there >= 2 && bytes[start + 1] !== 0x8b) return wrong('no gzip header');
  if (there < 10) return MORE;
  if (bytes[start + 2] !== 8) return wrong('an unknown method of compression');
  const flags = bytes[start + 3]!;
  if ((flags & 0xe0) !== 0) return wrong('unknown flags in the gzip header');
  let at = start + 10;
  if (flags & 4) {
    if (at + 2 > end) return MORE;
    at += 2 + bytes[at]! + bytes[at + 1]! * 256;
  }
  for (const text of [8, 16]) {
    if (!(flags & text)) continue;
    if (at > end) return MORE;
    const zero = bytes.subarray(0, end).indexOf(0, at);
    if (zero < 0) return MORE;
    at = zero + 1;
  }
  if (flags & 2) at += 2;
  return at > end ? MORE : { kind: 'header', end: at };
}

export function startsAsGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}
