import { isPlainName } from './parse-selector.js';
import {
  type DelimitedField,
  type FieldCondition,
  type FilterPattern,
  type JsonCondition,
  type Junction,
  MAX_PATTERN_LENGTH,
  type Selector,
  type Term,
  type Value,
} from './pattern.js';

type Blank = ' ' | '';

/** The pattern as text that `parse` reads back to the same tree (spans and layout apart); blanks are left out where it would be too long. */
export function print(pattern: FilterPattern): string {
  const wide = printWith(pattern, ' ');
  return wide.length > MAX_PATTERN_LENGTH ? printWith(pattern, '') : wide;
}

function printWith(pattern: FilterPattern, blank: Blank): string {
  switch (pattern.kind) {
    case 'match-all':
      return pattern.form === 'empty' ? '' : '" "';
    case 'terms':
      return pattern.terms.map(printTerm).join(' ');
    case 'json':
      return `{${blank}${printJsonCondition(pattern.condition, blank)}${blank}}`;
    case 'delimited':
      return `[${pattern.fields.map((field) => printField(field, blank)).join(`,${blank}`)}]`;
    case 'regex':
      return `%${pattern.source}%`;
  }
}

const SIGNS = { required: '', excluded: '-', optional: '?' } as const;

function printTerm(term: Term): string {
  return SIGNS[term.role] + (term.quoted ? quote(term.text) : term.text);
}

export function printJsonCondition(condition: JsonCondition, blank: Blank = ' '): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return printJunction(condition, blank);
    case 'compare':
      return `${printSelector(condition.selector)}${blank}${condition.op}${blank}${printValue(condition.value)}`;
    case 'is':
      return `${printSelector(condition.selector)} IS ${condition.what}`;
    case 'not-exists':
      return `${printSelector(condition.selector)} NOT EXISTS`;
  }
}

/** `&&` within `||` needs no parentheses, but people do: they are left out only where blanks are too. */
function printJunction(junction: Junction<JsonCondition>, blank: Blank): string {
  const parts = junction.of.map((part) => {
    const text = printJsonCondition(part, blank);
    const joined = part.kind === 'and' || part.kind === 'or';
    const bare = part.kind === 'and' && junction.kind === 'or' && blank === '';
    return joined && !bare ? `(${text})` : text;
  });
  return parts.join(`${blank}${junction.kind === 'and' ? '&&' : '||'}${blank}`);
}

/** A key that holds `'` cannot be written in a pattern; `parse` never returns one. */
export function printSelector(selector: Selector): string {
  return `$${selector.map(printStep).join('')}`;
}

function printStep(step: Selector[number]): string {
  if (step === 'element') return '[*]';
  if (step === 'field') return '.*';
  if ('index' in step) return `[${step.index}]`;
  return isPlainName(step.key) ? `.${step.key}` : `.['${step.key}']`;
}

function printValue(value: Value): string {
  switch (value.kind) {
    case 'text':
      return value.quoted ? quote(value.text) : value.text;
    case 'number':
      return value.text;
    case 'regex':
      return `%${value.source}%`;
  }
}

/** `\` stands for itself before anything but `"` and `\`, so only those two are escaped. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function printField(field: DelimitedField, blank: Blank): string {
  if (field.kind === 'rest') return '...';
  if (field.name === null) return '';
  if (field.condition === null) return field.name;
  return printFieldCondition(field.name, field.condition, field.tight === true ? '' : ' ', blank);
}

/** There are no parentheses here: an `or` stands outside, an `and` inside. */
function printFieldCondition(name: string, condition: FieldCondition, around: Blank, blank: Blank): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of
        .map((part) => printFieldCondition(name, part, around, blank))
        .join(`${around}${condition.kind === 'and' ? '&&' : '||'}${around}`);
    case 'compare':
      return `${name}${blank}${condition.op}${blank}${printValue(condition.value)}`;
  }
}
