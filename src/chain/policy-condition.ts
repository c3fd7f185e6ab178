import type { Condition } from './policy-document.js';

/** `unknown` is an answer: the account was read, and still it cannot be told. */
export type Answer = 'yes' | 'no' | 'unknown';

/**
 * What the request carries for a condition key. `undefined` as a value: AWS says, or it was observed, that the request does not carry the
 * key. A key that is missing here is one about which nothing is known.
 */
export type RequestContext = Readonly<Record<string, string | undefined>>;

const CALENDAR = 'numeric, date, binary and address conditions are not decided';

/**
 * Does the condition hold for the request? After the IAM user guide, JSON policy elements, condition operators: values of one key are
 * alternatives (none of them for a negated operator); a key that the request lacks makes a positive operator false, a negated one and any
 * `…IfExists` true; keys are compared without regard to case.
 */
export function conditionHolds(condition: Condition, context: RequestContext): { answer: Answer; because: string } {
  const { operator, key, values } = condition;
  const unknown = (because: string) => ({ answer: 'unknown' as const, because });
  const name = Object.keys(context).find((candidate) => candidate.toLowerCase() === key.toLowerCase());
  if (name === undefined) return unknown(`the condition key \`${key}\` is not known for this request`);
  const actual = context[name];
  if (values.some((value) => value.includes('${'))) return unknown(`the condition on \`${key}\` has a policy variable`);
  const parsed = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(operator);
  if (!parsed) return unknown(`the condition operator \`${operator}\` is not known`);
  const [, set, word = '', ifExists] = parsed;

  if (word === 'Null') {
    if (set !== undefined || values.length !== 1) return unknown('a `Null` condition of an unusual form');
    const wanted = values[0]!.toLowerCase();
    if (wanted !== 'true' && wanted !== 'false') return unknown('a `Null` condition that is neither true nor false');
    return decided((wanted === 'true') === (actual === undefined), condition, actual);
  }
  const test = TESTS[word];
  if (!test) return unknown(`the condition operator \`${operator}\` is not decided: ${CALENDAR}`);
  if (actual === undefined) {
    // ForAllValues holds of no values at all; ForAnyValue does not, whatever it asks of each.
    if (set === 'ForAllValues') return decided(true, condition, actual);
    if (set === 'ForAnyValue') return decided(false, condition, actual);
    return decided(ifExists !== undefined || test.negated, condition, actual);
  }
  if (word.startsWith('Arn') && !arnParts(actual)) return unknown(`\`${key}\` is compared as an ARN and is none`);
  // Every key that is known here has one value, of which ForAnyValue and ForAllValues say the same.
  const equal = values.some((value) => test.equal(value, actual));
  if (!equal && word.startsWith('Arn') && values.some((value) => !arnParts(value)))
    return unknown(`the condition on \`${key}\` compares with a text that is not a whole ARN`);
  return decided(equal !== test.negated, condition, actual);
}

function decided(holds: boolean, { operator, key }: Condition, actual: string | undefined) {
  const has = actual === undefined ? 'the request does not have it' : `the request has \`${actual}\``;
  return {
    answer: holds ? ('yes' as const) : ('no' as const),
    because: `the condition ${operator} on \`${key}\` ${holds ? 'holds' : 'does not hold'}: ${has}`,
  };
}

interface Test {
  readonly negated: boolean;
  readonly equal: (pattern: string, actual: string) => boolean;
}

const exactly = (pattern: string, actual: string) => pattern === actual;
const ignoringCase = (pattern: string, actual: string) => pattern.toLowerCase() === actual.toLowerCase();
const positive = (equal: Test['equal']): Test => ({ negated: false, equal });
const negative = (equal: Test['equal']): Test => ({ negated: true, equal });

const TESTS: Readonly<Record<string, Test | undefined>> = Object.assign(Object.create(null), {
  StringEquals: positive(exactly),
  StringNotEquals: negative(exactly),
  StringEqualsIgnoreCase: positive(ignoringCase),
  StringNotEqualsIgnoreCase: negative(ignoringCase),
  StringLike: positive(likeWildcard),
  StringNotLike: negative(likeWildcard),
  ArnEquals: positive(likeArn),
  ArnLike: positive(likeArn),
  ArnNotEquals: negative(likeArn),
  ArnNotLike: negative(likeArn),
  Bool: positive(ignoringCase),
} satisfies Record<string, Test>);

/** `*` any characters, `?` one. Linear in the two lengths' product. */
export function likeWildcard(pattern: string, actual: string): boolean {
  let row = new Set([0]);
  for (const c of pattern) {
    const next = new Set<number>();
    if (c === '*') {
      const first = Math.min(...row);
      for (let i = first; i <= actual.length; i++) next.add(i);
    } else for (const i of row) if (i < actual.length && (c === '?' || actual[i] === c)) next.add(i + 1);
    if (next.size === 0) return false;
    row = next;
  }
  return row.has(actual.length);
}

/** ARNs are compared part by part: a wildcard does not reach over a colon, but in the last of the six parts. */
export function likeArn(pattern: string, actual: string): boolean {
  const wanted = arnParts(pattern);
  const parts = arnParts(actual);
  if (!wanted || !parts) return false;
  return wanted.every((part, index) => likeWildcard(part, parts[index]!));
}

function arnParts(arn: string): readonly string[] | undefined {
  const parts = arn.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
