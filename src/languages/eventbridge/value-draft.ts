import {
  all,
  any,
  between,
  type Draft,
  FALSE,
  is,
  not,
  number,
  type Predicate,
  text,
  type,
} from '../../predicate/predicate.js';
import {
  ANY_CHAR,
  ANY_TEXT,
  choice,
  endsWith,
  ignoringCase,
  literal,
  repeat,
  sequence,
  startsWith,
  type Text,
} from '../../predicate/text.js';
import { IPV4_IN_IPV6, IPV6_LIKE, ipv4LooseText, ipv4Range, ipv4Text } from './cidr.js';
import { DOUBTS } from './doubts.js';
import type { AnythingBut, NumericTest, PatternValue } from './pattern.js';
import { wildcardText } from './wildcard.js';

/** SNS filter policies share the operators; where they differ, a doubt or a rule of their own. */
export type Dialect = 'eventbridge' | 'sns';

const STRING = type('string');
const NUMBER = type('number');
const NULL = type('null');
const OBJECT = type('object');
const ARRAY = type('array');
/** A leaf of an event: whatever is neither an object nor an array. Null is one. */
const SCALAR: Predicate = all(not(OBJECT), not(ARRAY));

/** The values that one alternative of a leaf matches; the caller sees to arrays. `exists: false` is not one of them. */
export function valueDraft(value: Exclude<PatternValue, { op: 'exists'; value: false }>, dialect: Dialect): Draft {
  switch (value.op) {
    case 'exact':
      return exact(value.value);
    case 'number': {
      const same = all(NUMBER, text(literal(value.text)));
      return between(same, number('=', Number(value.text)), DOUBTS.numberText);
    }
    case 'prefix':
    case 'suffix':
      return all<Draft>(STRING, affix(value.op, value.value, value.ignoreCase));
    case 'equals-ignore-case':
      return all<Draft>(
        STRING,
        like(value.value, (part) => part),
      );
    case 'wildcard':
      return all(STRING, text(wildcardText(value.value)));
    case 'anything-but':
      return anythingBut(value.but);
    case 'numeric':
      return numeric(value.tests, dialect);
    case 'cidr':
      return cidr(value.value);
    case 'exists':
      return present(dialect);
  }
}

/** There is a value: certain for a scalar; of an object or an array it is not certain. */
export function present(dialect: Dialect): Draft {
  const container = between(FALSE, any(OBJECT, ARRAY), DOUBTS.container);
  if (dialect === 'eventbridge') return any<Draft>(SCALAR, container);
  const filled = all(SCALAR, not(NULL), not(is('')));
  return any<Draft>(between(filled, SCALAR, DOUBTS.emptyValue), container);
}

function exact(value: string | boolean | null): Draft {
  if (value === null) return NULL;
  if (typeof value === 'boolean') return type(value ? 'true' : 'false');
  const same = is(value);
  const range = ipv4Range(`${value}/32`);
  if (range) return between(same, all(STRING, text(choice(ipv4LooseText(range), IPV4_IN_IPV6))), DOUBTS.address);
  if (/^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(value))
    return between(same, all(STRING, text(choice(literal(value), IPV6_LIKE))), DOUBTS.ipv6);
  return same;
}

function affix(op: 'prefix' | 'suffix', value: string, ignoreCase: boolean): Draft {
  const open = (part: Text): Text => (op === 'prefix' ? sequence(part, ANY_TEXT) : sequence(ANY_TEXT, part));
  const plain = ignoreCase ? like(value, open) : text(op === 'prefix' ? startsWith(value) : endsWith(value));
  // The open matcher compares with the quotes around a string: a quote at the open end may be taken for the closing one.
  const shortened = op === 'prefix' ? value.slice(0, -1) : value.slice(1);
  const quoted = op === 'prefix' ? value.endsWith('"') : value.startsWith('"');
  if (!quoted) return plain;
  return any<Draft>(plain, between(FALSE, text(ignoreCase ? loose(shortened) : literal(shortened)), DOUBTS.quote));
}

/** A text in any mixture of cases. Certain for ASCII letters; a letter beyond them is certain only as it is written. */
function like(value: string, within: (part: Text) => Text): Draft {
  if (isAscii(value)) return text(within(ignoringCase(value)));
  const certain = sequence(
    ...[...value].map((c) => {
      if (isAscii(c)) return ignoringCase(c);
      return c === c.toLowerCase() || c === c.toUpperCase() ? literal(c) : choice();
    }),
  );
  return between(text(within(certain)), text(within(loose(value))), DOUBTS.letterCase);
}

/** Each letter beyond ASCII as up to four characters of any kind: case mappings change lengths. */
function loose(value: string): Text {
  return sequence(...[...value].map((c) => (isAscii(c) ? ignoringCase(c) : repeat(ANY_CHAR, 1, 4))));
}

const isAscii = (value: string): boolean => [...value].every((c) => c.charCodeAt(0) < 0x80);

/**
 * A value that is there and is none of those listed: an absent field does not match. Of an array one element that is not listed
 * is enough (aws/event-ruler; the SNS pages show it). A value of another type is in doubt.
 */
function anythingBut({ kind, values }: AnythingBut): Draft {
  if (kind === 'numbers') {
    const otherValue = all(NUMBER, not(any(...values.map((value) => number('=', Number(value))))));
    const otherText = all(NUMBER, not(text(choice(...values.map(literal)))));
    return any<Draft>(
      between(otherValue, otherText, DOUBTS.numberText),
      between(FALSE, all(SCALAR, not(NUMBER)), DOUBTS.otherType),
    );
  }
  const listed = values.map((value) => listedText(kind, value));
  return any<Draft>(
    all<Draft>(STRING, not<Draft>(any<Draft>(...listed))),
    between(FALSE, all(SCALAR, not(STRING)), DOUBTS.otherType),
  );
}

function listedText(kind: Exclude<AnythingBut['kind'], 'numbers'>, value: string): Draft {
  switch (kind) {
    case 'strings':
      return text(literal(value));
    case 'prefix':
    case 'suffix':
      return affix(kind, value, false);
    case 'equals-ignore-case':
      return like(value, (part) => part);
    case 'wildcard':
      return text(wildcardText(value));
  }
}

function numeric(tests: readonly NumericTest[], dialect: Dialect): Draft {
  const limit = dialect === 'sns' ? 1e9 : 5e9;
  const inTests = all(NUMBER, ...tests.map((test) => number(test.op, Number(test.text))));
  const bounded = (side: '>' | '<') =>
    tests.some((test) => (test.op.startsWith(side) || test.op === '=') && Math.abs(Number(test.text)) <= limit);
  if (bounded('>') && bounded('<')) return inTests;
  return between(all(inTests, number('>=', -limit), number('<=', limit)), inTests, DOUBTS.numericRange);
}

function cidr(value: string): Draft {
  const range = ipv4Range(value);
  if (!range) return between(FALSE, STRING, DOUBTS.ipv6);
  const certain = ipv4Text(range);
  const possible = choice(ipv4LooseText(range), IPV4_IN_IPV6);
  return between(all(STRING, text(certain)), all(STRING, text(possible)), DOUBTS.address);
}
