import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bound, isArray, isObject, type Json, type JsonObject, matches } from '../../predicate/index.js';
import {
  combinationsOf,
  type EventPattern,
  type KnownRecord,
  overRecord,
  type PatternField,
  type PatternValue,
  parse,
  print,
  toDraft,
} from './index.js';

const word = fc.constantFrom('a', 'b', 'ab', 'ba', 'A', '', 'aba');
const numeral = fc.constantFrom('0', '1', '2', '10');
const name = fc.constantFrom('a', 'b', 'c');

const value: fc.Arbitrary<PatternValue> = fc.oneof(
  fc.record({ op: fc.constant('exact' as const), value: fc.oneof(word, fc.constantFrom(true, false, null)) }),
  fc.record({ op: fc.constant('number' as const), text: numeral }),
  fc.record({ op: fc.constantFrom('prefix' as const, 'suffix' as const), value: word, ignoreCase: fc.boolean() }),
  fc.record({ op: fc.constant('equals-ignore-case' as const), value: word }),
  fc.record({ op: fc.constant('wildcard' as const), value: fc.constantFrom('*', 'a*', '*b', 'a*a', '\\*', 'ab') }),
  fc.record({
    op: fc.constant('anything-but' as const),
    but: fc.oneof(
      fc.record({
        kind: fc.constantFrom('strings' as const, 'equals-ignore-case' as const),
        values: fc.array(word, { minLength: 1, maxLength: 2 }),
      }),
      fc.record({ kind: fc.constant('numbers' as const), values: fc.array(numeral, { minLength: 1, maxLength: 2 }) }),
      fc.record({
        kind: fc.constantFrom('prefix' as const, 'suffix' as const, 'wildcard' as const),
        values: fc.array(fc.constantFrom('a', 'ab'), { minLength: 1, maxLength: 2 }),
      }),
    ),
  }),
  fc.record({
    op: fc.constant('numeric' as const),
    tests: fc.constantFrom(
      [{ op: '=' as const, text: '1' }],
      [
        { op: '>' as const, text: '0' },
        { op: '<=' as const, text: '2' },
      ],
    ),
  }),
  fc.record({ op: fc.constant('exists' as const), value: fc.boolean() }),
);
const values = fc.record({
  kind: fc.constant('values' as const),
  values: fc.array(value, { minLength: 1, maxLength: 2 }),
});

const { pattern: anyPattern } = fc.letrec<{ pattern: EventPattern; field: PatternField }>((tie) => ({
  pattern: fc.record({
    kind: fc.constant('object' as const),
    fields: fc.array(tie('field'), { minLength: 1, maxLength: 3 }),
  }),
  field: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant('field' as const), name, of: values }),
    fc.record({ kind: fc.constant('field' as const), name, of: fc.oneof(values, tie('pattern')) }),
    fc.record({ kind: fc.constant('or' as const), of: fc.array(tie('pattern'), { minLength: 2, maxLength: 2 }) }),
  ),
}));

const pattern = anyPattern.filter((tree) => combinationsOf(tree) <= 12);

const { json, object } = fc.letrec<{ json: Json; object: JsonObject }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.oneof(word, fc.constantFrom(true, false, null, 0, 1, 2, 10)),
    tie('object'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.array(tie('object'), { maxLength: 3 }),
  ),
  object: fc.dictionary(name, tie('json'), { maxKeys: 3, noNullPrototype: true }),
}));

test('reading what was printed gives the same tree', () => {
  fc.assert(
    fc.property(pattern, (tree) => {
      expect(parse(print(tree))).toEqual({ ok: true, pattern: tree });
    }),
    { numRuns: 800 },
  );
});

/**
 * The slow reference: an event flattened to fields with the array elements that they stand in, and a rule as paths and values, tried by
 * backtracking in the order of the paths. That is how AWS's open matcher reads; where AWS's pages differ from it there is a doubt, so
 * its answer must lie between the bounds.
 */
interface FlatField {
  readonly path: string;
  readonly value: Json;
  readonly elements: ReadonlyMap<object, number>;
}

function flatten(value: Json, path: string, elements: ReadonlyMap<object, number>, out: FlatField[]): FlatField[] {
  if (isObject(value))
    for (const [key, item] of Object.entries(value)) flatten(item, path === '' ? key : `${path}.${key}`, elements, out);
  else if (isArray(value))
    value.forEach((item, index) => {
      const inner = isObject(item) || isArray(item) ? new Map([...elements, [value, index]]) : elements;
      flatten(item, path, inner, out);
    });
  else out.push({ path, value, elements });
  return out;
}

function rulesOf(tree: EventPattern, path: string, rules: Map<string, readonly PatternValue[]>[]): typeof rules {
  let now = rules;
  for (const field of tree.fields) {
    if (field.kind === 'or') {
      const before = now;
      now = field.of.flatMap((branch) =>
        rulesOf(
          branch,
          path,
          before.map((rule) => new Map(rule)),
        ),
      );
      continue;
    }
    const here = path === '' ? field.name : `${path}.${field.name}`;
    const { of } = field;
    now = of.kind === 'object' ? rulesOf(of, here, now) : now.map((rule) => new Map(rule).set(here, of.values));
  }
  return now;
}

function referenceMatches(tree: EventPattern, event: Json): boolean {
  const fields = flatten(event, '', new Map(), []);
  return rulesOf(tree, '', [new Map()]).some((rule) => {
    const paths = [...rule.keys()].sort();
    const step = (index: number, so: ReadonlyMap<object, number>): boolean => {
      const path = paths[index];
      if (path === undefined) return true;
      const wanted = rule.get(path)!;
      const consistent = fields.filter(
        (field) =>
          field.path === path && [...field.elements].every(([array, at]) => !so.has(array) || so.get(array) === at),
      );
      if (wanted.some((one) => one.op === 'exists' && !one.value) && consistent.length === 0 && step(index + 1, so))
        return true;
      return consistent.some(
        (field) =>
          wanted.some((one) => valueMatches(one, field.value)) && step(index + 1, new Map([...so, ...field.elements])),
      );
    };
    return step(0, new Map());
  });
}

function valueMatches(one: PatternValue, actual: Json): boolean {
  const folded = (text: string, ignore: boolean) => (ignore ? text.toLowerCase() : text);
  switch (one.op) {
    case 'exact':
      return one.value === actual;
    case 'number':
      return typeof actual === 'number' && Number(one.text) === actual;
    case 'prefix':
      return typeof actual === 'string' && folded(actual, one.ignoreCase).startsWith(folded(one.value, one.ignoreCase));
    case 'suffix':
      return typeof actual === 'string' && folded(actual, one.ignoreCase).endsWith(folded(one.value, one.ignoreCase));
    case 'equals-ignore-case':
      return typeof actual === 'string' && actual.toLowerCase() === one.value.toLowerCase();
    case 'wildcard':
      return typeof actual === 'string' && globMatches(one.value, actual);
    case 'numeric':
      return typeof actual === 'number' && (one.tests.length === 1 ? actual === 1 : actual > 0 && actual <= 2);
    case 'cidr':
      return false;
    case 'exists':
      return one.value;
    case 'anything-but':
      return !one.but.values.some((listed) => {
        if (one.but.kind === 'numbers') return typeof actual === 'number' && Number(listed) === actual;
        const op = one.but.kind === 'strings' ? 'exact' : one.but.kind;
        return valueMatches(
          op === 'prefix' || op === 'suffix' ? { op, value: listed, ignoreCase: false } : { op, value: listed },
          actual,
        );
      });
  }
}

function globMatches(glob: string, actual: string): boolean {
  if (glob === '') return actual === '';
  if (glob[0] === '*')
    return globMatches(glob.slice(1), actual) || (actual !== '' && globMatches(glob, actual.slice(1)));
  const [first, rest] = glob[0] === '\\' ? [glob[1], glob.slice(2)] : [glob[0], glob.slice(1)];
  return actual[0] === first && globMatches(rest, actual.slice(1));
}

describe('a draft and the reference', () => {
  test('the answer of the reference lies between the bounds, and they mostly agree', () => {
    let decided = 0;
    let matched = 0;
    let runs = 0;
    fc.assert(
      fc.property(pattern, object, (tree, event) => {
        const draft = toDraft(tree);
        const must = matches(bound(draft, 'must'), event);
        const may = matches(bound(draft, 'may'), event);
        const reference = referenceMatches(tree, event);
        runs++;
        if (must === may) decided++;
        if (must) matched++;
        if (must) expect(reference).toBe(true);
        if (reference) expect(may).toBe(true);
        if (must) expect(may).toBe(true);
      }),
      { numRuns: 800 },
    );
    expect(decided / runs).toBeGreaterThan(0.75);
    expect(matched / runs).toBeGreaterThan(0.02);
  });
});

describe('a draft over the envelope and over the record', () => {
  const record = fc.record(
    {
      eventSource: fc.constantFrom('kms.amazonaws.com', 'iam.amazonaws.com', 'other.amazonaws.com'),
      eventType: fc.constantFrom('AwsApiCall', 'AwsServiceEvent', 'AwsConsoleSignIn'),
      awsRegion: fc.constantFrom('us-east-1', 'eu-west-1'),
      recipientAccountId: fc.constantFrom('111122223333', '444455556666'),
      a: json,
    },
    { requiredKeys: ['eventSource', 'eventType', 'awsRegion', 'recipientAccountId'] },
  );
  const constant = (values: readonly string[]) =>
    fc.record({
      kind: fc.constant('values' as const),
      values: fc.array(
        fc.oneof(
          fc.record({ op: fc.constant('exact' as const), value: fc.constantFrom(...values) }),
          fc.record({
            op: fc.constant('anything-but' as const),
            but: fc.record({ kind: fc.constant('strings' as const), values: fc.tuple(fc.constantFrom(...values)) }),
          }),
          fc.record({
            op: fc.constant('prefix' as const),
            value: fc.constantFrom('aws.', 'AWS ', 'x', ''),
            ignoreCase: fc.constant(false),
          }),
          fc.record({ op: fc.constant('exists' as const), value: fc.boolean() }),
        ),
        { minLength: 1, maxLength: 2 },
      ),
    });
  const envelopeField: fc.Arbitrary<PatternField> = fc.oneof(
    ...(
      [
        ['source', ['aws.kms', 'aws.iam', 'aws.other', 'x']],
        ['detail-type', ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail', 'x']],
        ['region', ['us-east-1', 'eu-west-1']],
        ['account', ['111122223333', 'x']],
        ['version', ['0', '1']],
        ['resources', ['x']],
        ['id', ['some-id', 'x']],
        ['time', ['2026', 'x']],
        ['nothing', ['x']],
      ] as const
    ).map(([key, list]) =>
      constant(list).map(
        (of): PatternField => ({ kind: 'field', name: key, of: of as { kind: 'values'; values: PatternValue[] } }),
      ),
    ),
    pattern.map((of): PatternField => ({ kind: 'field', name: 'detail', of })),
  );

  test('agree on every envelope', () => {
    fc.assert(
      fc.property(
        fc.array(envelopeField, { minLength: 1, maxLength: 3 }),
        record,
        fc.constantFrom('some-id', 'other'),
        fc.boolean(),
        (fields, detail, id, isKnown) => {
          const draft = toDraft({ kind: 'object', fields });
          const { eventSource, eventType, awsRegion, recipientAccountId: account } = detail;
          const known: KnownRecord = isKnown ? { eventSource, eventType, awsRegion, account } : {};
          const over = overRecord(draft, known);
          const kind = {
            AwsApiCall: 'API Call',
            AwsServiceEvent: 'Service Event',
            AwsConsoleSignIn: 'Console Sign In',
          };
          const envelope: Json = {
            version: '0',
            id,
            'detail-type': `AWS ${kind[eventType]} via CloudTrail`,
            source: `aws.${eventSource.split('.')[0]}`,
            account,
            time: '2026-01-02T03:04:05Z',
            region: awsRegion,
            resources: [],
            detail,
          };
          const event = JSON.parse(JSON.stringify(detail)) as Json;
          if (matches(bound(over, 'must'), event)) expect(matches(bound(draft, 'must'), envelope)).toBe(true);
          if (matches(bound(draft, 'may'), envelope)) expect(matches(bound(over, 'may'), event)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});
