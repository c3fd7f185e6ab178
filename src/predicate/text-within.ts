import type { Text } from './text.js';
import { globPieces, globTest } from './text-test.js';

/**
 * Is every string of `inner` surely in `outer`? Seen at a glance where both are globs or words; false where that is not seen.
 * A `*` of the inner glob is put to the outer one as a character that neither names: only a `*` can take it, and that takes
 * whatever else may stand there.
 */
export function isWithin(inner: Text, outer: Text): boolean {
  if (inner === outer) return true;
  const outerPieces = globPieces(outer);
  const innerPieces = outerPieces && (inner.kind === 'literal' ? [inner.value] : globPieces(inner));
  if (!outerPieces || !innerPieces) return false;
  if ([...outerPieces, ...innerPieces].some((piece) => piece.includes(STAR))) return false;
  return globTest(outerPieces)(innerPieces.join(STAR));
}

/** A noncharacter of Unicode. */
const STAR = '\uffff';
