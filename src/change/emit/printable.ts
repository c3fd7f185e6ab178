import { bracedEscape, writtenOut } from '../../predicate/unprinted.js';

/** What is quoted in a comment stays in it. */
export function printable(text: string): string {
  return writtenOut(text, spelled);
}

/** The same in ASCII: Windows PowerShell 5.1 reads a script without a byte order mark in the machine's own encoding. */
export function printableAscii(text: string): string {
  return writtenOut(text, spelled, /[^\x20-\x7e]/gu);
}

function spelled(code: number): string {
  return code === 0x0a ? '\\n' : bracedEscape(code);
}
