import { all, any, between, type Draft, FALSE, type Predicate, text, type } from '../../predicate/predicate.js';
import { ANY_TEXT, chars, choice, ignoringCase, literal, repeat, sequence, type Text } from '../../predicate/text.js';
import { PRESENT } from './keyword-draft.js';
import { REASONS } from './reasons.js';

/** ASCII characters at which the standard analyzer always ends a word, and that are no word themselves (UAX 29: `Other`). */
const SEPARATORS = ' \t\n\v\f\r!"#$%&()*+-/<=>?@[\\]^`{|}~';
const SEPARATOR: Text = chars(...[...SEPARATORS].map((c) => [c.charCodeAt(0), c.charCodeAt(0)] as const));
/** Longer words are cut into several. */
const LONGEST = 255;

/**
 * A `match` on an analysed field: the standard analyzer cuts value and query into lower-case words. Unquoted, any word of the query is
 * enough; quoted, all must follow one another.
 *
 * Certain is what stands between separators in the value as in the query, whatever the case of its letters: it is cut in the same way.
 * Possible is what holds the letters and digits of a word (or of all) anywhere.
 */
export function analysedDraft(value: string, quoted: boolean): Draft {
  const pieces = piecesOf(value);
  if (pieces.length === 0) return FALSE; // no word: Elasticsearch then matches nothing
  const simple =
    /^[\x20-\x7e\t\n\r]*$/.test(value) && pieces.every((piece) => piece.length <= LONGEST && /[A-Za-z0-9]/.test(piece));
  if (!simple) return between(FALSE, PRESENT, REASONS.analysis);
  const may = (piece: string): Predicate => joined(quoted, runsOf(piece).map(holds));
  const must = quoted ? inOrder(pieces) : choice(...pieces.map((piece) => inOrder([piece])));
  const possible = joined(quoted, pieces.map(may));
  const numeric = pieces.some((piece) => /^(?:[-+.e\d]*|true|false)$/i.test(piece));
  return between(
    all(type('string'), text(must)),
    numeric
      ? any(all(type('string'), possible), type('number'), type('true'), type('false'))
      : all(type('string'), possible),
    REASONS.analysis,
  );
}

const joined = (every: boolean, parts: readonly Predicate[]): Predicate => (every ? all(...parts) : any(...parts));

/** What stands between separators. */
function piecesOf(value: string): readonly string[] {
  const pieces = [''];
  for (const c of value) {
    if (SEPARATORS.includes(c)) pieces.push('');
    else pieces[pieces.length - 1] += c;
  }
  return pieces.filter((piece) => piece !== '');
}

/** Letters and digits are never cut apart; a word of the piece has one such run in it at least. */
const runsOf = (piece: string): readonly string[] => piece.match(/[A-Za-z0-9]+/g) ?? [];

function inOrder(pieces: readonly string[]): Text {
  const gap = repeat(SEPARATOR, 1, null);
  const parts = pieces.flatMap((piece, index) => [...(index === 0 ? [] : [gap]), ignoringCase(piece)]);
  const before = choice(literal(''), sequence(ANY_TEXT, SEPARATOR));
  return sequence(before, ...parts, choice(literal(''), sequence(SEPARATOR, ANY_TEXT)));
}

/** Beyond ASCII these become an ASCII letter in lower case. */
const ALSO: Readonly<Record<string, string>> = { k: '\u212a', i: '\u0130' };

function holds(run: string): Predicate {
  const letters = [...run.toLowerCase()].map((c) => choice(...[c, c.toUpperCase(), ALSO[c] ?? c].map(literal)));
  return text(sequence(ANY_TEXT, ...letters, ANY_TEXT));
}
