import { isArray, isObject, type Json, NumberText, numberText, numberValue } from '../../predicate/json.js';
import type { Comparison, FieldCondition, JsonCondition, JsonTest, Selector, Value } from './pattern.js';

/** One way to settle everything that is not known about AWS. A draft has to bracket the pattern under each of them. */
export interface Reading {
  readonly nullIsText: boolean; // null compares as the text "null", else never
  readonly booleanIsText: boolean; // booleans compare as their words, else never
  readonly unequalToOthers: boolean; // != is true of null and booleans, whatever the value
  readonly numericStrings: boolean; // "3" = 3
  readonly star: 'glob' | 'first-occurrence' | 'literal-inside';
  readonly wildcardUnequal: 'some' | 'none-equal';
  readonly wildcardNotExists: 'some' | 'none';
  readonly regexOnNumbers: boolean;
  readonly normaliseNumbers: boolean; // a number with an exponent has the text of the same number without one
}

export function evaluate(condition: JsonCondition, event: Json, reading: Reading): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((part) => evaluate(part, event, reading));
    case 'or':
      return condition.of.some((part) => evaluate(part, event, reading));
    case 'compare':
    case 'is':
    case 'not-exists':
      return evaluateTest(condition, event, reading);
  }
}

function evaluateTest(test: JsonTest, event: Json, reading: Reading): boolean {
  const found = select(event, test.selector);
  const wild = test.selector.findIndex((step) => typeof step === 'string');
  switch (test.kind) {
    case 'is':
      return found.some((value) => value === { NULL: null, TRUE: true, FALSE: false }[test.what]);
    case 'not-exists': {
      if (wild < 0 || reading.wildcardNotExists === 'none') return found.length === 0;
      const rest = test.selector.slice(wild + 1);
      return select(event, test.selector.slice(0, wild + 1)).some((value) => select(value, rest).length === 0);
    }
    case 'compare': {
      if (wild >= 0 && test.op === '!=' && reading.wildcardUnequal === 'none-equal') {
        const equal: Comparison = { kind: 'compare', op: '=', value: test.value };
        const container = select(event, test.selector.slice(0, wild));
        return container.length > 0 && !found.some((value) => compare(equal, value, reading));
      }
      return found.some((value) => compare(test, value, reading));
    }
  }
}

function select(value: Json, selector: Selector): readonly Json[] {
  const [step, ...rest] = selector;
  if (step === undefined) return [value];
  if (step === 'element') return isArray(value) ? value.flatMap((item) => select(item, rest)) : [];
  if (step === 'field') return isObject(value) ? Object.values(value).flatMap((item) => select(item, rest)) : [];
  if ('key' in step) return isObject(value) && Object.hasOwn(value, step.key) ? select(value[step.key]!, rest) : [];
  return isArray(value) && step.index < value.length ? select(value[step.index]!, rest) : [];
}

function compare({ op, value }: Comparison, actual: Json, reading: Reading): boolean {
  if (isObject(actual) || isArray(actual)) return false;
  switch (op) {
    case '=':
      return equals(value, actual, reading, '=') === true;
    case '!=': {
      const other = actual === null || typeof actual === 'boolean';
      if (other && reading.unequalToOthers) return true;
      return equals(value, actual, reading, '!=') === false;
    }
    default:
      return isNumber(actual) && ordered(op, numberValue(actual), Number(value.text));
  }
}

function ordered(op: '<' | '<=' | '>' | '>=', left: number, right: number): boolean {
  return { '<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right }[op];
}

const isNumber = (value: Json): value is number | NumberText =>
  typeof value === 'number' || value instanceof NumberText;

/** null: the two cannot be compared, so that neither `=` nor `!=` is true. */
function equals(value: Value, actual: Json, reading: Reading, op: '=' | '!='): boolean | null {
  if (typeof actual === 'string') return equalsText(value, actual, reading, op);
  if (isNumber(actual)) {
    if (value.kind === 'number') return numberValue(actual) === Number(value.text);
    if (value.kind === 'regex') return reading.regexOnNumbers ? finds(value.source, numberText(actual)) : null;
    const written = numberText(actual);
    const text = reading.normaliseNumbers && /e/i.test(written) ? String(numberValue(actual)) : written;
    // An inner * was observed as a wildcard on numbers.
    return star(value.text, text, reading.star === 'glob' ? 'glob' : 'first-occurrence');
  }
  const asText = actual === null ? reading.nullIsText : reading.booleanIsText;
  return asText ? equalsText(value, String(actual), reading, op) : null;
}

function equalsText(value: Value, actual: string, reading: Reading, op: '=' | '!='): boolean {
  switch (value.kind) {
    case 'regex':
      return finds(value.source, actual);
    case 'number':
      return reading.numericStrings && actual.trim() !== '' && Number(actual) === Number(value.text);
    case 'text': {
      // For != an inner * was observed as a wildcard.
      const literal = reading.star === 'literal-inside' && op === '=';
      return star(
        value.text,
        actual,
        literal ? 'literal-inside' : reading.star === 'glob' ? 'glob' : 'first-occurrence',
      );
    }
  }
}

function finds(source: string, text: string): boolean {
  return new RegExp(source.replaceAll('{,', '{0,')).test(text);
}

function star(pattern: string, text: string, how: Reading['star']): boolean {
  switch (how) {
    case 'glob':
      return glob(pattern, text);
    case 'first-occurrence':
      return firstOccurrence(pattern, text);
    case 'literal-inside': {
      const inner = pattern.replace(/^\*+|\*+$/g, '');
      if (inner === '' && pattern !== '') return true;
      const [start, end] = [pattern.startsWith('*'), pattern.endsWith('*')];
      if (start && end) return text.includes(inner);
      if (start) return text.endsWith(inner);
      return end ? text.startsWith(inner) : text === inner;
    }
  }
}

function glob(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') return glob(pattern.slice(1), text) || (text !== '' && glob(pattern, text.slice(1)));
  return text !== '' && text[0] === pattern[0] && glob(pattern.slice(1), text.slice(1));
}

/** As it was derived from the published observations. */
function firstOccurrence(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  if (pieces.length === 1) return pattern === text;
  if (!text.startsWith(pieces[0]!)) return false;
  let at = pieces[0]!.length;
  for (const [index, piece] of pieces.entries()) {
    if (index === 0) continue;
    if (index === pieces.length - 1 && piece === '') return true;
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at === text.length;
}

/** A field of a space-delimited message under the plainest reading: texts, compared as numbers where the pattern orders them. */
export function evaluateField(condition: FieldCondition, field: string, reading: Reading): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((part) => evaluateField(part, field, reading));
    case 'or':
      return condition.of.some((part) => evaluateField(part, field, reading));
    case 'compare': {
      switch (condition.op) {
        case '=':
          return fieldEquals(condition.value, field, reading, '=');
        case '!=':
          return !fieldEquals(condition.value, field, reading, '!=');
        default:
          return field.trim() !== '' && ordered(condition.op, Number(field), Number(condition.value.text));
      }
    }
  }
}

function fieldEquals(value: Value, field: string, reading: Reading, op: '=' | '!='): boolean {
  if (value.kind !== 'number') return equalsText(value, field, reading, op);
  return reading.numericStrings && field !== '' ? Number(field) === Number(value.text) : field === value.text;
}
