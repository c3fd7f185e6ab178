import { ipv4Range, isIpv6Range } from './cidr.js';
import { Refused, type Source, type SourceField } from './json-source.js';
import type { AnythingBut, NumericTest, PatternValue } from './pattern.js';
import { wildcardPieces } from './wildcard.js';

const OPERATORS = [
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'numeric',
  'cidr',
  'exists',
] as const;

/** One alternative at a leaf. An operator that is not known is refused: what it would match is not guessed. */
export function readValue(source: Source): PatternValue {
  switch (source.kind) {
    case 'string':
    case 'word':
      return { op: 'exact', value: source.value };
    case 'number':
      return { op: 'number', text: source.text };
    case 'array':
      throw new Refused('nested-array', 'an array stands inside an array of values', source.span);
    case 'object':
      return readOperator(single(source));
  }
}

function readOperator(field: SourceField): PatternValue {
  const { name, value } = field;
  switch (name) {
    case 'prefix':
    case 'suffix':
      if (value.kind === 'object') {
        const inner = single(value);
        if (inner.name !== 'equals-ignore-case') throw unknownOperator(inner, ['equals-ignore-case']);
        return { op: name, value: string(inner.value, name), ignoreCase: true };
      }
      return { op: name, value: string(value, name), ignoreCase: false };
    case 'equals-ignore-case':
      return { op: name, value: string(value, name) };
    case 'wildcard':
      return { op: name, value: wildcard(value) };
    case 'anything-but':
      return { op: name, but: anythingBut(value) };
    case 'numeric':
      return { op: name, tests: numeric(value) };
    case 'cidr': {
      const range = string(value, name);
      if (!ipv4Range(range) && !isIpv6Range(range))
        throw new Refused('cidr', `\`${range}\` is not a range of IP addresses`, value.span, 'write 10.0.0.0/24');
      return { op: name, value: range };
    }
    case 'exists':
      if (value.kind !== 'word' || value.value === null)
        throw new Refused('operator-form', '`exists` takes true or false', value.span);
      return { op: name, value: value.value };
    default:
      throw unknownOperator(field, OPERATORS);
  }
}

function anythingBut(source: Source): AnythingBut {
  if (source.kind === 'object') {
    const { name, value } = single(source);
    switch (name) {
      case 'prefix':
      case 'suffix': {
        const values = listOf(value).map((item) => string(item, name));
        if (values.includes(''))
          throw new Refused('operator-form', `\`anything-but\` takes no empty \`${name}\``, value.span);
        return { kind: name, values };
      }
      case 'equals-ignore-case':
        return { kind: name, values: listOf(value).map((item) => string(item, name)) };
      case 'wildcard':
        return { kind: name, values: listOf(value).map(wildcard) };
      default:
        throw unknownOperator(single(source), ['prefix', 'suffix', 'equals-ignore-case', 'wildcard']);
    }
  }
  const items = listOf(source);
  const strings = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  if (strings.length === items.length) return { kind: 'strings', values: strings };
  const numbers = items.flatMap((item) => (item.kind === 'number' ? [item.text] : []));
  if (numbers.length === items.length) return { kind: 'numbers', values: numbers };
  throw new Refused('operator-form', '`anything-but` takes strings only, or numbers only', source.span);
}

function numeric(source: Source): readonly NumericTest[] {
  const help = 'write ["=", 5] or [">", 0, "<=", 5]';
  if (source.kind !== 'array') throw new Refused('numeric', '`numeric` takes an array', source.span, help);
  const { items } = source;
  if (items.length !== 2 && items.length !== 4)
    throw new Refused('numeric', '`numeric` takes one or two comparisons', source.span, help);
  const tests: NumericTest[] = [];
  for (let i = 0; i < items.length; i += 2) {
    const op = items[i]!;
    const bound = items[i + 1]!;
    if (op.kind !== 'string' || !isOp(op.value))
      throw new Refused('numeric', 'not a numeric comparison', op.span, 'use one of = < <= > >=');
    if (bound.kind !== 'number') throw new Refused('numeric', `\`${op.value}\` takes a number`, bound.span, help);
    tests.push({ op: op.value, text: bound.text });
  }
  if (tests.length === 2 && !(tests[0]!.op.startsWith('>') && tests[1]!.op.startsWith('<')))
    throw new Refused('numeric', 'a range is written with its lower bound first', source.span, help);
  if (tests.length === 2 && Number(tests[0]!.text) >= Number(tests[1]!.text))
    throw new Refused('numeric', 'the lower bound of the range is not below its upper bound', source.span);
  return tests;
}

const isOp = (word: string): word is NumericTest['op'] => ['=', '<', '<=', '>', '>='].includes(word);

function wildcard(source: Source): string {
  const value = string(source, 'wildcard');
  const pieces = wildcardPieces(value);
  if (!pieces.ok) throw new Refused('wildcard', pieces.message, source.span, pieces.help);
  return value;
}

function string(source: Source, operator: string): string {
  if (source.kind !== 'string') throw new Refused('operator-form', `\`${operator}\` takes a string`, source.span);
  return source.value;
}

function listOf(source: Source): readonly Source[] {
  if (source.kind !== 'array') return [source];
  if (source.items.length === 0) throw new Refused('empty-array', 'an array of values is empty', source.span);
  return source.items;
}

function single(source: Source & { kind: 'object' }): SourceField {
  if (source.fields.length !== 1)
    throw new Refused('operator-form', 'a comparison is an object with exactly one operator', source.span);
  return source.fields[0]!;
}

function unknownOperator(field: SourceField, known: readonly string[]): Refused {
  const message = `\`${field.name}\` is not an operator that is known here`;
  return new Refused('operator-unknown', message, field.nameSpan, `known: ${known.join(', ')}`);
}
