import type { Change } from '../change.js';
import type { EmittedFile } from './emission.js';
import { emitters } from './emitters.js';
import { planOf } from './plan.case.js';

export function script(changes: readonly Change[]): EmittedFile {
  return emitters['aws-cli'](planOf(changes), { shell: 'powershell' }).files[0]!;
}

/**
 * What PowerShell's own lexer does with such a script (about_Quoting_Rules, about_Comments): `#` at the start of a word comments
 * out the rest of the line; between single quotes everything is text, line ends too, and two quotes are one. A `'@` or `@'`
 * would be a here-string; a backtick or a double quote outside would change what follows. None of these may come from a name.
 */
export function lexed(text: string): { readonly code: string; readonly texts: readonly string[] } {
  const texts: string[] = [];
  const code = text.replace(/'((?:[^']|'')*)'|(?<=^|\s)#[^\r\n]*/g, (found, inside: string | undefined) => {
    if (inside === undefined) return '#';
    texts.push(inside.replaceAll("''", "'"));
    return found.includes('{') ? "'…'" : "'.'";
  });
  return { code, texts };
}
