import { parseQuoted } from './parse-value.js';
import type { Term } from './pattern.js';
import { EMPTY_PHRASE, UNQUOTED_CHARACTERS } from './reasons.js';
import { isBlank, type Scanner } from './scanner.js';

const BARE = /[^\s"]+/y;
const PLAIN = /^[A-Za-z0-9_]+$/;

/** Does AWS's documentation take this term without quotes? */
export const isPlainTerm = (text: string): boolean => PLAIN.test(text);

/** Terms separated by blanks: `word`, `"a phrase"`, each perhaps after `-` (excluded) or `?` (optional). */
export function parseTerms(scan: Scanner): readonly Term[] {
  const terms: Term[] = [];
  for (scan.blanks(); !scan.done; scan.blanks()) terms.push(parseTerm(scan));
  return terms;
}

function parseTerm(scan: Scanner): Term {
  const start = scan.at;
  const role = scan.take('-') ? 'excluded' : scan.take('?') ? 'optional' : 'required';
  const quoted = scan.peek() === '"';
  const text = quoted ? parseQuoted(scan) : scan.run(BARE);
  const span = { start, end: scan.at };
  if (!quoted && text === '')
    scan.refuse('term-missing', `\`${scan.source[start]}\` needs a term right after it`, span);
  if (!scan.done && !isBlank(scan.peek()))
    scan.refuse(
      'term-blank',
      `expected a blank between terms, found ${scan.here()}`,
      scan.at,
      'a term with a symbol in it stands wholly in double quotes',
    );
  if (quoted && text === '') scan.doubt(EMPTY_PHRASE);
  if (!quoted && !isPlainTerm(text)) scan.doubt(UNQUOTED_CHARACTERS);
  return { role, text, quoted, span };
}
