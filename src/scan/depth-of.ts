/** Whoever gets an event may walk through it without counting. No event of AWS comes near to it. */
export const DEEPEST = 500;

/** How many arrays and objects are inside each other, counted as far as it matters. */
export function depthOf(bytes: Buffer, start: number, end: number): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = start; i < end; i++) {
    const c = bytes[i]!;
    if (c === 0x22) inString = !inString;
    else if (inString) {
      if (c === 0x5c) i++;
    } else {
      const folded = c | 0x20; // `[` and `]` are `{` and `}` without this bit
      if (folded === 0x7b && ++depth > deepest) deepest = depth;
      else if (folded === 0x7d) depth--;
      if (deepest > DEEPEST) break;
    }
  }
  return deepest;
}
