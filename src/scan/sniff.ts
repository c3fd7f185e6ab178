import { startsAsGzip } from './gzip-header.js';

/** How the bytes of an item are packed, as its first ones say. */
export type Packing = 'gzip' | 'zstd' | 'utf-16le' | 'utf-16be' | 'bzip2' | 'xz' | 'plain';

/** So many of the first bytes are enough. */
export const SNIFFED = 4;

export function packingOf(bytes: Uint8Array): Packing {
  if (startsAsGzip(bytes)) return 'gzip';
  const [a, b, c, d] = bytes;
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0x42 && b === 0x5a && c === 0x68) return 'bzip2';
  if (a === 0xfd && b === 0x37 && c === 0x7a && d === 0x58) return 'xz';
  return 'plain';
}
