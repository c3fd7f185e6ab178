import { startsAsGzip } from './gzip-header.js';

/** How the bytes of an item are packed, as its first ones say. */
export type Packing = 'gzip' | 'zstd' | 'utf-16le' | 'utf-16be' | 'plain' | keyof typeof REFUSED;

/** What is known and not read, and what to do about it. */
export const REFUSED = {
  bzip2: 'bzip2 is not read; decompress it with `bunzip2`',
  xz: 'xz is not read; decompress it with `unxz`',
  zip: 'a zip archive is not read; unpack it with `unzip`',
  lz4: 'lz4 is not read; decompress it with `lz4 -d`',
  parquet: 'Parquet is not read: it is no log of CloudTrail, but a copy of one as Security Lake and Athena keep it',
  avro: 'Avro is not read; scan the log files themselves',
  zlib: 'zlib without a gzip header is not read; decompress it with `pigz -dz`',
  orc: 'ORC is not read; scan the log files themselves',
} as const;

/** How each begins, in hexadecimal. bzip2: its block size follows. */
const BEGINNINGS: readonly (readonly [string, Packing])[] = [
  ['28b52ffd', 'zstd'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
  ['425a68', 'bzip2'],
  ['fd377a58', 'xz'],
  ['504b0304', 'zip'],
  ['04224d18', 'lz4'],
  ['50415231', 'parquet'],
  ['4f626a01', 'avro'],
  ['4f5243', 'orc'],
  // With the levels of compression that there are (RFC 1950, 2.2); the one that is text, `x^`, left out.
  ['7801', 'zlib'],
  ['789c', 'zlib'],
  ['78da', 'zlib'],
];

/** So many of the first bytes are enough. */
export const SNIFFED = 4;

/** So many bytes tell whether a file of any name is a log. */
export const HEAD = 512;

/** May there be events in what begins so? Of what is packed in a way that is not read the scan says so. */
export function mayBeLog(head: Uint8Array): boolean {
  if (packingOf(head) !== 'plain') return true;
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(HEAD, head.length)).toString('latin1');
  return LOG_BEGINNING.test(text.charCodeAt(0) === RECORD_SEPARATOR ? text.slice(1) : text);
}

/** Before each text of a JSON sequence (RFC 7464). */
const RECORD_SEPARATOR = 0x1e;
/** JSON, behind a byte order mark, blanks, or the time of a line of CloudWatch Logs. */
const LOG_BEGINNING = /^(?:\xef\xbb\xbf)?\s*(?:[{[]|\d{4}-\d\d-\d\dT\S*\s(?:\S+\s+)?\{)/;

export function packingOf(bytes: Uint8Array): Packing {
  if (startsAsGzip(bytes)) return 'gzip';
  const first = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(SNIFFED, bytes.length)).toString('hex');
  // A skippable frame may come before those of zstd (RFC 8878, 3.1.2).
  if (/^5.2a4d18/.test(first)) return 'zstd';
  return BEGINNINGS.find(([beginning]) => first.startsWith(beginning))?.[1] ?? 'plain';
}
