import { parseSelector, type WildcardCount } from './parse-selector.js';
import { parseNumber, parseValue, type RegexCount } from './parse-value.js';
import type { JsonCondition, JsonTest, Selector } from './pattern.js';
import { KEYWORD_CASE } from './reasons.js';
import { isBlank, type Scanner } from './scanner.js';

type Counts = RegexCount & WildcardCount;

/** What stands between the braces. `&&` binds more tightly than `||`. */
export function parseJsonCondition(scan: Scanner): JsonCondition {
  scan.blanks();
  if (scan.done)
    scan.refuse(
      'condition-missing',
      'there is no condition between the braces',
      scan.at - 1,
      'write one, as in `{ $.eventName = "DisableKey" }`',
    );
  const condition = parseOr(scan, { regexes: 0, wildcards: 0 });
  if (!scan.done) refuseRest(scan);
  return condition;
}

function refuseRest(scan: Scanner): never {
  if (scan.peek() === ')') scan.refuse('parenthesis', 'this `)` closes nothing');
  if (scan.peek() === '=' || scan.peek() === '!') scan.refuse('operator', `unexpected ${scan.here()}`);
  if (scan.peek() === '&' || scan.peek() === '|')
    scan.refuse('operator', `unexpected ${scan.here()}`, scan.at, 'conditions are joined by `&&` or `||`');
  return scan.refuse(
    'operator-expected',
    `expected \`&&\`, \`||\` or \`}\`, found ${scan.here()}`,
    scan.at,
    'a value with a blank or a symbol in it needs double quotes',
  );
}

function parseOr(scan: Scanner, counts: Counts): JsonCondition {
  const of = [parseAnd(scan, counts)];
  while (scan.take('||')) of.push(parseAnd(scan, counts));
  return of.length === 1 ? of[0]! : { kind: 'or', of };
}

function parseAnd(scan: Scanner, counts: Counts): JsonCondition {
  const of = [parseAtom(scan, counts)];
  while (scan.take('&&')) of.push(parseAtom(scan, counts));
  return of.length === 1 ? of[0]! : { kind: 'and', of };
}

/** Leaves the scanner on the next character that is not blank. */
function parseAtom(scan: Scanner, counts: Counts): JsonCondition {
  scan.blanks();
  const open = scan.at;
  if (!scan.take('(')) {
    const test = parseTest(scan, counts);
    scan.blanks();
    return test;
  }
  const inner = parseOr(scan, counts);
  if (scan.done) scan.refuse('parenthesis', 'this `(` is never closed', open, 'close it with `)`');
  if (!scan.take(')')) refuseRest(scan);
  scan.blanks();
  return inner;
}

function parseTest(scan: Scanner, counts: Counts): JsonTest {
  const start = scan.at;
  const selector = parseSelector(scan, counts);
  const touching = !isBlank(scan.peek());
  scan.blanks();
  const test = parseComparison(scan, selector, counts) ?? parseKeyword(scan, selector, touching);
  return { ...test, span: { start, end: scan.at } };
}

function parseComparison(scan: Scanner, selector: Selector, counts: Counts): JsonTest | null {
  for (const op of ['!=', '='] as const)
    if (scan.take(op)) {
      scan.blanks();
      return { kind: 'compare', selector, op, value: parseValue(scan, counts) };
    }
  for (const op of ['<=', '>=', '<', '>'] as const)
    if (scan.take(op)) {
      scan.blanks();
      return { kind: 'compare', selector, op, value: parseNumber(scan, op) };
    }
  return null;
}

const WORD = /[A-Za-z_]+/y;

function parseKeyword(scan: Scanner, selector: Selector, touching: boolean): JsonTest {
  const start = scan.at;
  const first = keyword(scan);
  if (first === 'EXISTS')
    scan.refuse('exists', 'there is no EXISTS', { start, end: scan.at }, 'write `= "*"` for a value that is there');
  if (touching || (first !== 'IS' && first !== 'NOT')) {
    scan.at = start;
    scan.refuse(
      'operator-expected',
      `expected an operator, found ${scan.here()}`,
      start,
      'the operators are = != < <= > >=, IS NULL, IS TRUE, IS FALSE and NOT EXISTS',
    );
  }
  scan.blanks();
  const second = keyword(scan);
  if (first === 'NOT' && second === 'EXISTS') return { kind: 'not-exists', selector };
  if (first === 'IS' && (second === 'NULL' || second === 'TRUE' || second === 'FALSE'))
    return { kind: 'is', selector, what: second };
  return scan.refuse(
    'keyword',
    `there is no \`${scan.source.slice(start, Math.max(scan.at, start + 1)).trim()}\``,
    { start, end: scan.at },
    'the keywords are IS NULL, IS TRUE, IS FALSE and NOT EXISTS',
  );
}

function keyword(scan: Scanner): string {
  const word = scan.run(WORD);
  const upper = word.toUpperCase();
  if (word !== upper && ['IS', 'NOT', 'NULL', 'TRUE', 'FALSE', 'EXISTS'].includes(upper)) scan.doubt(KEYWORD_CASE);
  return upper;
}
