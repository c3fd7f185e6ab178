import { parseNumber, parseValue, type RegexCount } from './parse-value.js';
import type { Comparison, DelimitedField, FieldCondition } from './pattern.js';
import { DELIMITED_FORM } from './reasons.js';
import { isBlank, type Scanner } from './scanner.js';

const NAME = /[A-Za-z0-9_-]+/y;

interface State extends RegexCount {
  rest: boolean;
  readonly names: Set<string>;
  tight: boolean;
}

/** What stands between the square brackets: fields separated by commas; nothing at all matches everything. */
export function parseFields(scan: Scanner): readonly DelimitedField[] {
  if (scan.done) return [];
  const state: State = { regexes: 0, rest: false, names: new Set(), tight: false };
  const fields: DelimitedField[] = [];
  do fields.push(parseField(scan, state));
  while (scan.take(','));
  if (!scan.done)
    scan.refuse(
      'field-separator',
      `expected \`,\` or \`]\`, found ${scan.here()}`,
      scan.at,
      'a value with a blank or a symbol in it needs double quotes',
    );
  if (fields.length === 1 && fields[0]!.kind === 'field' && fields[0]!.name === null) {
    scan.doubt(DELIMITED_FORM);
    return [];
  }
  return fields;
}

function parseField(scan: Scanner, state: State): DelimitedField {
  scan.blanks();
  const start = scan.at;
  if (scan.take('...')) {
    if (state.rest) scan.refuse('ellipsis-limit', 'a pattern holds at most one `...`', { start, end: scan.at });
    state.rest = true;
    scan.blanks();
    return { kind: 'rest' };
  }
  if (scan.done || scan.peek() === ',') return { kind: 'field', name: null, condition: null };
  const name = parseName(scan);
  if (state.names.has(name)) scan.doubt(DELIMITED_FORM);
  state.names.add(name);
  scan.blanks();
  if (scan.done || scan.peek() === ',') return { kind: 'field', name, condition: null };
  state.tight = false;
  const condition = parseOr(scan, state, name);
  return { kind: 'field', name, condition, ...(state.tight ? { tight: true as const } : {}) };
}

function parseName(scan: Scanner): string {
  const name = scan.run(NAME);
  return name === ''
    ? scan.refuse(
        'field-name',
        `expected the name of a field, found ${scan.here()}`,
        scan.at,
        'a field is a name, a name with a condition, `...` or nothing',
      )
    : name;
}

/** The field's name has been read: it is repeated before every further comparison. */
function parseOr(scan: Scanner, state: State, name: string): FieldCondition {
  const of = [parseAnd(scan, state, name)];
  while (takeOperator(scan, state, '||')) {
    repeatName(scan, name);
    of.push(parseAnd(scan, state, name));
  }
  return of.length === 1 ? of[0]! : { kind: 'or', of };
}

function parseAnd(scan: Scanner, state: State, name: string): FieldCondition {
  const of: FieldCondition[] = [parseComparison(scan, state)];
  while (takeOperator(scan, state, '&&')) {
    repeatName(scan, name);
    of.push(parseComparison(scan, state));
  }
  return of.length === 1 ? of[0]! : { kind: 'and', of };
}

function takeOperator(scan: Scanner, state: State, operator: string): boolean {
  const before = scan.source[scan.at - 1] ?? '';
  if (!scan.take(operator)) return false;
  if (!isBlank(before) && before !== '"' && before !== '%') state.tight = true;
  return true;
}

function repeatName(scan: Scanner, name: string): void {
  scan.blanks();
  const start = scan.at;
  const again = parseName(scan);
  if (again !== name)
    scan.refuse(
      'field-name',
      `the conditions of a field name that field, \`${name}\`, found \`${again}\``,
      { start, end: scan.at },
      'a condition on another field stands in that field, after a comma',
    );
  scan.blanks();
}

function parseComparison(scan: Scanner, state: State): Comparison {
  for (const op of ['!=', '='] as const)
    if (scan.take(op)) {
      scan.blanks();
      const value = parseValue(scan, state);
      scan.blanks();
      return { kind: 'compare', op, value };
    }
  for (const op of ['<=', '>=', '<', '>'] as const)
    if (scan.take(op)) {
      scan.blanks();
      const value = parseNumber(scan, op);
      scan.blanks();
      return { kind: 'compare', op, value };
    }
  return scan.refuse(
    'operator-expected',
    `expected an operator, found ${scan.here()}`,
    scan.at,
    'the operators are = != < <= > >=',
  );
}
