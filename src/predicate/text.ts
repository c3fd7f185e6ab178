/**
 * `Text`: a set of strings, written as a regular expression without captures, over UTF-16 code units.
 * Globs, regexes, case-insensitive words and IPv4 ranges are all written in it.
 */
export type Text =
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'chars'; readonly ranges: readonly CharRange[] }
  | { readonly kind: 'sequence'; readonly of: readonly Text[] }
  | { readonly kind: 'choice'; readonly of: readonly Text[] }
  | { readonly kind: 'repeat'; readonly of: Text; readonly min: number; readonly max: number | null };

/** Code units from first to last, both included. Ranges of a set are sorted and do not touch. */
export type CharRange = readonly [first: number, last: number];

export const ANY_CHAR: Text = { kind: 'chars', ranges: [[0, 0xffff]] };
export const ANY_TEXT: Text = { kind: 'repeat', of: ANY_CHAR, min: 0, max: null };
export const NO_TEXT: Text = { kind: 'choice', of: [] };

export const literal = (value: string): Text => ({ kind: 'literal', value });
export const sequence = (...of: readonly Text[]): Text => (of.length === 1 ? of[0]! : { kind: 'sequence', of });
export const choice = (...of: readonly Text[]): Text => (of.length === 1 ? of[0]! : { kind: 'choice', of });
export const repeat = (of: Text, min: number, max: number | null): Text => ({ kind: 'repeat', of, min, max });
export const chars = (...ranges: readonly CharRange[]): Text => ({ kind: 'chars', ranges: normalise(ranges) });

export const startsWith = (value: string): Text => sequence(literal(value), ANY_TEXT);
export const endsWith = (value: string): Text => sequence(ANY_TEXT, literal(value));
export const contains = (value: string): Text => sequence(ANY_TEXT, literal(value), ANY_TEXT);

/** A glob in which `*` stands for any characters; no escapes. */
export function glob(pattern: string): Text {
  const pieces: Text[] = [];
  pattern.split('*').forEach((piece, index) => {
    if (index > 0 && pieces.at(-1) !== ANY_TEXT) pieces.push(ANY_TEXT);
    if (piece !== '') pieces.push(literal(piece));
  });
  return pieces.length === 0 ? literal('') : sequence(...pieces);
}

/** The word in any mixture of upper and lower case, as Unicode's simple mappings have it. */
export function ignoringCase(value: string): Text {
  return sequence(
    ...[...value].map((c) => {
      const forms = [...new Set([c, c.toLowerCase(), c.toUpperCase()])];
      return choice(...forms.map(literal));
    }),
  );
}

export function normalise(ranges: readonly CharRange[]): CharRange[] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const out: [number, number][] = [];
  for (const [first, last] of sorted) {
    const previous = out.at(-1);
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else out.push([first, last]);
  }
  return out;
}

export function complement(ranges: readonly CharRange[]): CharRange[] {
  const out: CharRange[] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) out.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= 0xffff) out.push([next, 0xffff]);
  return out;
}
