import { isAscii } from 'node:buffer';

/** The text of the bytes from `start` to `end`, which are UTF-8: what is none becomes replacement characters. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  const ascii = isAscii(bytes.subarray(start, end));
  return bytes.toString(ascii ? 'latin1' : 'utf8', start, end);
}
