import { parseLiteral } from './parse-literal.js';
import type { Literal, Name, Parsed, Query, RangeOp, Span } from './query.js';
import { Refusal, type Scanner, Scanner as Text } from './scanner.js';

/** Brackets may be nested to this depth; Kibana's own parser gives up long before. */
export const MAX_DEPTH = 200;

const RANGE_OPS: readonly RangeOp[] = ['<=', '>=', '<', '>'];

/**
 * Reads a KQL query as Kibana does (its grammar, kbn-es-query's grammar.peggy): `or` binds less than `and`, that less than `not`.
 * Everything that Kibana takes is taken, nested queries too; what it refuses is an error with its place.
 */
export function parse(text: string): Parsed {
  try {
    return { ok: true, query: parseQuery(new Text(text)) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.error };
    throw error;
  }
}

function parseQuery(scan: Scanner): Query {
  scan.blanks();
  if (scan.done) {
    const star: Name = { kind: 'wildcard', pieces: ['', ''] };
    return { kind: 'is', field: star, value: star, span: { start: 0, end: scan.at } };
  }
  const query = parseOr(scan, parseQueryAtom);
  scan.blanks();
  if (!scan.done) refuseRest(scan);
  return query;
}

type Atom = (scan: Scanner) => Query;

function parseOr(scan: Scanner, atom: Atom): Query {
  return junction(scan, 'or', () => junction(scan, 'and', () => parseNot(scan, atom)));
}

function junction(scan: Scanner, kind: 'or' | 'and', part: () => Query): Query {
  const start = scan.at;
  const of = [part()];
  let end = endOf(of[0]!, scan);
  while (scan.conjunction(kind)) {
    of.push(part());
    end = endOf(of.at(-1)!, scan);
  }
  return of.length === 1 ? of[0]! : { kind, of, span: { start, end } };
}

/** `not` is followed by something in brackets or by a test, never by another `not`. */
function parseNot(scan: Scanner, atom: Atom): Query {
  const start = scan.at;
  if (!scan.keyword('not')) return atom(scan);
  const of = atom(scan);
  return { kind: 'not', of, span: { start, end: endOf(of, scan) } };
}

function parseQueryAtom(scan: Scanner): Query {
  return scan.peek() === '(' ? bracketed(scan, ')', () => parseOr(scan, parseQueryAtom)) : parseExpression(scan);
}

/** What stands between brackets, with the blanks around it. */
function bracketed(scan: Scanner, close: ')' | '}', inner: () => Query): Query {
  const open = scan.at;
  if (++scan.depth > MAX_DEPTH)
    scan.refuse(
      'too-deep',
      `brackets are nested deeper than ${MAX_DEPTH} levels`,
      open,
      'remove brackets that change nothing',
    );
  scan.at++;
  scan.blanks();
  const query = inner();
  scan.blanks();
  if (scan.done) {
    scan.refuse(
      'bracket-unclosed',
      `this \`${scan.source[open]}\` is never closed`,
      open,
      `close it with \`${close}\``,
    );
  }
  if (!scan.take(close)) refuseRest(scan);
  scan.depth--;
  return query;
}

function parseExpression(scan: Scanner): Query {
  const start = scan.at;
  const first = parseLiteral(scan) ?? refuseValue(scan);
  const after = scan.at;
  scan.blanks();
  const op = RANGE_OPS.find((word) => scan.take(word));
  if (op !== undefined) {
    scan.blanks();
    const value = parseLiteral(scan) ?? refuseValue(scan);
    return { kind: 'range', field: nameOf(first), op, value, span: spanFrom(start, value, scan) };
  }
  if (!scan.take(':')) {
    scan.at = after;
    return { kind: 'is', field: null, value: first, span: spanFrom(start, first, scan) };
  }
  scan.blanks();
  const field = nameOf(first);
  if (scan.peek() !== '{') return parseValues(scan, field, start);
  const of = bracketed(scan, '}', () => parseOr(scan, parseQueryAtom));
  return { kind: 'nested', path: field, of, span: { start, end: scan.at } };
}

/** A value of the field, or a list of them in brackets with `or`, `and` and `not` between them. */
function parseValues(scan: Scanner, field: Name | null, start: number): Query {
  const value: Atom = () => {
    const from = scan.at;
    if (scan.peek() === '(') return bracketed(scan, ')', () => parseOr(scan, value));
    const literal = parseLiteral(scan) ?? refuseValue(scan);
    return { kind: 'is', field, value: literal, span: spanFrom(from, literal, scan) };
  };
  const query = value(scan);
  return { ...query, span: { start, end: endOf(query, scan) } };
}

const nameOf = (literal: Literal): Name | null =>
  literal.kind === 'keyword' && literal.value === null ? null : (literal as Name);

const spanFrom = (start: number, last: Literal, scan: Scanner): Span => ({ start, end: last.span?.end ?? scan.at });

const endOf = (query: Query, scan: Scanner): number => query.span?.end ?? scan.at;

function refuseValue(scan: Scanner): never {
  const what = `expected a value or a field, found ${scan.here()}`;
  if (scan.isKeyword('not', scan.at))
    scan.refuse(
      'not-misplaced',
      'this `not` stands where a value must',
      { start: scan.at, end: scan.at + 3 },
      NOT_HELP,
    );
  if (scan.peek() === '\\') refuseEscape(scan);
  if (scan.peek() === ')')
    scan.refuse('value-missing', 'there is nothing before this `)`', scan.at, 'write a value, or `*` for any');
  return scan.refuse(
    'value-missing',
    what,
    scan.at,
    'a value with one of \\ ( ) : < > " * { } in it needs double quotes',
  );
}

const NOT_HELP =
  'write `not field: value`, `field: (not value)` or `not (not field: value)`; a word that ends in `not` needs quotes';

function refuseEscape(scan: Scanner): never {
  return scan.refuse(
    'escape',
    'this backslash escapes nothing that can be escaped',
    { start: scan.at, end: Math.min(scan.at + 2, scan.source.length) },
    'write `\\\\` for a backslash, or put the value in double quotes',
  );
}

/** Something follows that cannot go on; the scanner stands on it. */
function refuseRest(scan: Scanner): never {
  const c = scan.peek();
  if (c === ')' || c === '}')
    scan.refuse('bracket', `this \`${c}\` closes nothing`, scan.at, 'remove it, or put it in double quotes');
  if (c === '\\') refuseEscape(scan);
  if (scan.isKeyword('not', scan.at))
    scan.refuse(
      'not-misplaced',
      'this `not` has nothing that joins it to what stands before',
      { start: scan.at, end: scan.at + 3 },
      NOT_HELP,
    );
  if (scan.isKeyword('or', scan.at) || scan.isKeyword('and', scan.at))
    scan.refuse(
      'conjunction',
      `nothing follows ${scan.here()}, or no blank stands before it`,
      scan.at,
      'write `a: b and c: d`',
    );
  if (c === ':')
    scan.refuse(
      'colon',
      'this `:` does not follow a field',
      scan.at,
      'a value with a colon in it needs double quotes, or `\\:`',
    );
  return scan.refuse(
    'conjunction-expected',
    `expected \`and\`, \`or\` or the end, found ${scan.here()}`,
    scan.at,
    'a value with one of \\ ( ) : < > " * { } in it needs double quotes',
  );
}
