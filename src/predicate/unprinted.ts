/**
 * Characters that are not printed: controls, line ends of every kind, directions of writing, what is not assigned. Names in an account
 * are chosen by whoever may create resources there; whoever quotes one writes these out, so that none can end a line or turn it round.
 */
const UNPRINTED = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** The text with each of these characters as `spell` writes it, by its code point. */
export function writtenOut(text: string, spell: (code: number) => string, unprinted: RegExp = UNPRINTED): string {
  return text.replace(unprinted, (character) => spell(character.codePointAt(0)!));
}

/** `\u{202e}` */
export function bracedEscape(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
