import { parseFields } from './parse-delimited.js';
import { parseJsonCondition } from './parse-json.js';
import { parseTerms } from './parse-terms.js';
import { parseRegexValue } from './parse-value.js';
import { type FilterPattern, MAX_PATTERN_LENGTH, type Parsed } from './pattern.js';
import { DELIMITED_FORM, EMPTY_PHRASE, TRAILING_BLANK } from './reasons.js';
import { isBlank, Refusal, Scanner } from './scanner.js';

/**
 * Reads a CloudWatch Logs filter pattern ("Filter pattern syntax" in the CloudWatch Logs user guide, and what was
 * observed of `test-metric-filter`). The first character decides the kind.
 * What AWS refuses is an error; what it may refuse is read, and named in `doubts`.
 */
export function parse(pattern: string): Parsed {
  // Callers of the library may have no types.
  if (typeof pattern !== 'string')
    return {
      ok: false,
      error: { code: 'not-text', message: 'a filter pattern is a text', span: { start: 0, end: 0 } },
    };
  try {
    return { ok: true, pattern: parsePattern(pattern) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.error };
    throw error;
  }
}

function parsePattern(source: string): FilterPattern {
  let end = source.length;
  while (end > 0 && isBlank(source[end - 1]!)) end--;
  const scan = new Scanner(source, 0, end);
  if (source.length > MAX_PATTERN_LENGTH)
    scan.refuse(
      'pattern-too-long',
      `a pattern holds at most ${MAX_PATTERN_LENGTH} characters, this one ${source.length}`,
      { start: MAX_PATTERN_LENGTH, end: source.length },
      'split it into several filters on one metric',
    );
  if (end === 0) return { kind: 'match-all', form: 'empty', doubts: [] };
  if (source === '" "') return { kind: 'match-all', form: 'blank-phrase', doubts: [] };
  if (source === '""') return { kind: 'match-all', form: 'empty', doubts: [EMPTY_PHRASE] };
  const body = source.trimStart();
  const enclosed = body[0] === '{' || body[0] === '[' || body[0] === '%';
  if (enclosed && body.length < source.length)
    scan.refuse(
      'blank-outside',
      'a pattern cannot begin with a blank',
      { start: 0, end: source.length - body.length },
      'remove the blanks around the pattern',
    );
  if (enclosed && end < source.length) scan.doubt(TRAILING_BLANK);
  switch (body[0]) {
    case '{': {
      const condition = parseJsonCondition(inside(scan, '}'));
      return { kind: 'json', condition, doubts: scan.doubts };
    }
    case '[': {
      const fields = parseFields(inside(scan, ']'));
      if (fields.length === 0 && end > 2) scan.doubt(DELIMITED_FORM);
      return { kind: 'delimited', fields, doubts: scan.doubts };
    }
    case '%': {
      const { source: regex } = parseRegexValue(scan, { regexes: 0 });
      if (!scan.done)
        scan.refuse(
          'regex-mixed',
          `unexpected ${scan.here()} after the regular expression`,
          { start: scan.at, end },
          'a pattern of one regular expression holds nothing else',
        );
      return { kind: 'regex', source: regex, doubts: scan.doubts };
    }
    default: {
      const terms = parseTerms(scan);
      return { kind: 'terms', terms, doubts: scan.doubts };
    }
  }
}

/** The same scanner, confined to what stands between the brackets; the doubts are shared. */
function inside(outer: Scanner, close: string): Scanner {
  const last = outer.source.lastIndexOf(close, outer.end - 1);
  if (last < 1)
    outer.refuse('bracket-unclosed', `this \`${outer.source[0]}\` is never closed`, 0, `close it with \`${close}\``);
  if (last < outer.end - 1)
    outer.refuse(
      'bracket-after',
      `unexpected text after the last \`${close}\``,
      { start: last + 1, end: outer.end },
      'nothing may follow the closing bracket',
    );
  return outer.within(1, last);
}
