import type {
  Comparison,
  DelimitedField,
  FieldCondition,
  FilterPattern,
  JsonCondition,
  JsonTest,
  Selector,
  Term,
  Value,
} from './pattern.js';
import { printSelector } from './print.js';

/** The pattern in plain words, on as many lines as it has conditions; nested conditions are indented. */
export function explain(pattern: FilterPattern): string {
  const lines = explainKind(pattern);
  if (pattern.doubts.length === 0) return lines.join('\n');
  return [
    ...lines,
    'AWS may refuse this pattern:',
    ...indent(pattern.doubts.map(({ message }) => `- ${message}`)),
  ].join('\n');
}

function explainKind(pattern: FilterPattern): readonly string[] {
  switch (pattern.kind) {
    case 'match-all':
      return ['matches every message'];
    case 'terms':
      return explainTerms(pattern.terms);
    case 'json':
      return ['matches a JSON message in which', ...indent(explainCondition(pattern.condition))];
    case 'delimited':
      return explainFields(pattern.fields);
    case 'regex':
      return [`matches a message in which the regular expression ${code(pattern.source)} finds something`];
  }
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
const code = (text: string): string => `\`${text}\``;

function explainTerms(terms: readonly Term[]): readonly string[] {
  const named = (role: Term['role']) => terms.filter((term) => term.role === role).map((term) => code(term.text));
  const [required, excluded, optional] = [named('required'), named('excluded'), named('optional')];
  if (required.length + excluded.length === 0) return [`matches a message that contains ${list(optional, 'or')}`];
  const parts = [
    ...(required.length > 0 ? [`contains ${list(required, 'and')}`] : []),
    ...(excluded.length > 0 ? [`does not contain ${list(excluded, 'or')}`] : []),
  ];
  const lines = [`matches a message that ${parts.join(' and ')}`];
  if (optional.length > 0)
    lines.push(
      `${list(
        optional.map((term) => term.replace('`', '`?')),
        'and',
      )} ${optional.length === 1 ? 'is' : 'are'} ignored: optional terms count only where they stand alone`,
    );
  return lines;
}

function list(words: readonly string[], conjunction: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

const isJunction = (condition: JsonCondition): condition is Extract<JsonCondition, { kind: 'and' | 'or' }> =>
  condition.kind === 'and' || condition.kind === 'or';

/** One test is one line; a junction is a heading and its parts as a list. */
function explainCondition(condition: JsonCondition): readonly string[] {
  if (!isJunction(condition)) return [explainTest(condition)];
  const names = sameSelector(condition.of);
  if (condition.kind === 'or' && names) return [names];
  const heading = condition.kind === 'and' ? 'all of these hold:' : 'at least one of these holds:';
  return [heading, ...condition.of.flatMap((part) => item(explainCondition(part)))];
}

function item([first, ...more]: readonly string[]): string[] {
  return [`- ${first}`, ...indent(more)];
}

/** `a = x || a = y || …` on one field reads best as a list of values. */
function sameSelector(of: readonly JsonCondition[]): string | null {
  const values: string[] = [];
  let selector: string | null = null;
  for (const part of of) {
    if (part.kind !== 'compare' || part.op !== '=') return null;
    const text = printSelector(part.selector);
    if (selector !== null && selector !== text) return null;
    selector = text;
    values.push(describeValue(part.value));
  }
  const subject = of[0]!.kind === 'compare' ? describeSelector(of[0]!.selector) : null;
  return subject === null ? null : `${subject} ${list(values, 'or')}`;
}

function explainTest(test: JsonTest): string {
  const subject = describeSelector(test.selector);
  switch (test.kind) {
    case 'is':
      return `${subject} is ${test.what.toLowerCase()}`;
    case 'not-exists':
      return `${subject} does not exist`;
    case 'compare':
      return `${subject} ${describeComparison(test, 'exists and ')}`;
  }
}

/** `!=` is not true where the field is missing, which surprises people: the words say so. */
function describeComparison(comparison: Comparison, exists: '' | 'exists and '): string {
  const { op, value } = comparison;
  switch (op) {
    case '=':
      return isAnything(value) && exists !== '' ? 'exists (as text or a number)' : describeValue(value);
    case '!=':
      return `${exists}${describeValue(value).replace(/^(is|begins|ends|contains|looks|matches)\b/, (verb) => NEGATED[verb] ?? verb)}`;
    case '<':
      return `is a number below ${value.text}`;
    case '<=':
      return `is a number of at most ${value.text}`;
    case '>':
      return `is a number above ${value.text}`;
    case '>=':
      return `is a number of at least ${value.text}`;
  }
}

const NEGATED: Readonly<Record<string, string>> = {
  is: 'is not',
  begins: 'does not begin',
  ends: 'does not end',
  contains: 'does not contain',
  looks: 'does not look',
  matches: 'does not match',
};

const isAnything = (value: Value): boolean => value.kind === 'text' && /^\*+$/.test(value.text);

function describeValue(value: Value): string {
  switch (value.kind) {
    case 'number':
      return `is the number ${value.text}`;
    case 'regex':
      return `matches the regular expression ${code(value.source)}`;
    case 'text':
      return describeText(value.text);
  }
}

function describeText(text: string): string {
  const inner = text.replace(/^\*+|\*+$/g, '');
  if (text !== '' && inner === '') return 'is any text';
  if (inner.includes('*')) return `looks like ${code(text)} (\`*\` stands for anything)`;
  if (text.startsWith('*') && text.endsWith('*')) return `contains ${code(inner)}`;
  if (text.startsWith('*')) return `ends with ${code(inner)}`;
  if (text.endsWith('*')) return `begins with ${code(inner)}`;
  return `is ${code(text)}`;
}

function describeSelector(selector: Selector): string {
  const wild = selector.findIndex((step) => step === 'element' || step === 'field');
  if (wild < 0) return code(printSelector(selector).replace(/^\$\.?/, ''));
  return `some ${code(printSelector(selector).replace(/^\$\.?/, ''))}`;
}

function explainFields(fields: readonly DelimitedField[]): readonly string[] {
  if (fields.length === 0) return ['matches every message'];
  const named = fields.filter((field) => field.kind === 'field').length;
  const count = `${named < fields.length ? 'at least ' : ''}${named} ${named === 1 ? 'field' : 'fields'}`;
  return [
    `matches a message of ${count}, separated by blanks, in which`,
    ...indent(fields.map((field, index) => `${index + 1}. ${explainField(field)}`)),
  ];
}

function explainField(field: DelimitedField): string {
  if (field.kind === 'rest') return 'any number of further fields';
  const name = field.name === null ? 'a field' : code(field.name);
  return field.condition === null ? `${name} is anything` : explainFieldCondition(name, field.condition);
}

function explainFieldCondition(name: string, condition: FieldCondition): string {
  if (condition.kind === 'compare') return `${name} ${describeComparison(condition, '')}`;
  return condition.of
    .map((part) => explainFieldCondition(name, part))
    .join(condition.kind === 'and' ? ' and ' : ', or ');
}
