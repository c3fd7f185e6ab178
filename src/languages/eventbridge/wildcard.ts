import { ANY_TEXT, literal, sequence, type Text } from '../../predicate/text.js';

export type Pieces =
  | { readonly ok: true; readonly pieces: readonly string[] } // the literals between the wildcards
  | { readonly ok: false; readonly message: string; readonly help: string };

/** `*` is any characters; `\*` and `\\` are themselves; no other escape, and no two wildcards side by side. */
export function wildcardPieces(pattern: string): Pieces {
  const pieces = [''];
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === '*') {
      if (pattern[i + 1] === '*')
        return { ok: false, message: 'two wildcards stand side by side', help: 'one `*` says the same' };
      pieces.push('');
    } else if (c === '\\') {
      const next = pattern[++i];
      if (next !== '*' && next !== '\\')
        return { ok: false, message: 'a backslash escapes something else', help: 'only `\\*` and `\\\\` are escapes' };
      pieces[pieces.length - 1] += next;
    } else pieces[pieces.length - 1] += c;
  }
  return { ok: true, pieces };
}

/** The wildcard as a text. The pattern is known to be a right one. */
export function wildcardText(pattern: string): Text {
  const parsed = wildcardPieces(pattern);
  const parts: Text[] = [];
  (parsed.ok ? parsed.pieces : []).forEach((piece, index) => {
    if (index > 0) parts.push(ANY_TEXT);
    if (piece !== '') parts.push(literal(piece));
  });
  return parts.length === 0 ? literal('') : sequence(...parts);
}
