/**
 * Names in an account are chosen by whoever may create resources there; what is quoted in a comment must stay in it. What is not
 * printed, line ends of every kind and directions of writing among it, is written out.
 */
export function printable(text: string): string {
  return escaped(text, /[\p{C}\p{Zl}\p{Zp}]/gu);
}

/** The same in ASCII: Windows PowerShell 5.1 reads a script without a byte order mark in the machine's own encoding. */
export function printableAscii(text: string): string {
  return escaped(text, /[^\x20-\x7e]/gu);
}

function escaped(text: string, unprinted: RegExp): string {
  return text.replace(unprinted, (character) => {
    if (character === '\n') return '\\n';
    return `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}
