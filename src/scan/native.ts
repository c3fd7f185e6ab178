/** How CloudTrail begins a record, in its files and wherever it sends them: the same is in `wasm/records.h`. */
const BEGINNING =
  /^\{[ \t\r\n]*"eventVersion"[ \t\r\n]*:[ \t\r\n]*"[\d.]*"[ \t\r\n]*,[ \t\r\n]*"userIdentity"[ \t\r\n]*:/;
/** So many bytes of it are looked at. */
const LOOKED_AT = 128;

/**
 * Does the record begin as an event does? Then the literals of the rules say whether it is looked at. Any other may carry events
 * in a form in which no literal is found, or none: it is always parsed.
 */
export function beginsAsEvent(bytes: Buffer, start: number, end: number): boolean {
  return BEGINNING.test(bytes.toString('latin1', start, Math.min(end, start + LOOKED_AT)));
}
