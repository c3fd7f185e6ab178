import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bound } from '../../predicate/bound.js';
import { isArray, type Json, type JsonObject, NumberText } from '../../predicate/json.js';
import { compile, matches } from '../../predicate/match.js';
import { all, any, between, type Draft, is, not, type Predicate, TRUE, text, type } from '../../predicate/predicate.js';
import { glob, literal } from '../../predicate/text.js';
import { derive, type EcsField, ecsDocument, ecsFields } from './index.js';

/** Words that decide something somewhere, so that random events meet the cases. */
const WORDS = [
  '',
  '-',
  'none',
  'No',
  'Yes',
  'Success',
  'FAILURE',
  'success',
  'failure',
  'Timeout',
  'true',
  'false',
  'x',
  'kms.amazonaws.com',
  'sts.amazonaws.com',
  'iam.amazonaws.com',
  'DisableKey',
  'ConsoleLogin',
  'AssumeRole',
  'UserAuthentication',
  'SendCommand',
  'CreateUser',
  'AssumedRole',
  'FederatedUser',
  'IAMUser',
  'IdentityCenterUser',
  'AWSService',
  '192.0.2.1',
  '2001:db8::1',
  'AWS Internal',
  '256.0.0.1',
  'TLSv1.3',
  'tlsVersion',
  'arn:aws:sts::1:assumed-role/R/a@b',
  'arn:aws:kms:us-east-1:1:key/k',
  '2026-03-02T09:00:00Z',
  'a@b',
  'i-1',
]; // prettier-ignore

const word = fc.constantFrom(...WORDS);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  { weight: 8, arbitrary: word },
  { weight: 1, arbitrary: fc.constantFrom<Json>(null, true, false, 7, new NumberText('1.50')) },
);
const tree = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'a.b', 'userName'), tie('value'), { maxKeys: 3 }) },
  ),
})).value;

const members = (names: readonly string[], value: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;

const STRINGS = [
  'eventVersion',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestID',
  'eventID',
  'eventType',
  'eventCategory',
  'apiVersion',
  'recipientAccountId',
  'vpcEndpointId',
  'readOnly',
  'managementEvent',
  'sessionCredentialFromConsole',
]; // prettier-ignore

const identity: fc.Arbitrary<Json> = fc
  .tuple(
    members(['type', 'arn', 'principalId', 'accountId', 'accessKeyId', 'userName', 'invokedBy'], scalar),
    members(['userName', 'arn', 'type', 'principalId', 'accountId'], scalar),
    members(['mfaAuthenticated', 'creationDate'], scalar),
    members(['userId', 'identityStoreArn'], scalar),
  )
  .map(([own, sessionIssuer, attributes, onBehalfOf]) => ({
    ...own,
    sessionContext: { sessionIssuer, attributes },
    onBehalfOf,
  }));

const event: fc.Arbitrary<JsonObject> = fc
  .tuple(
    members(STRINGS, scalar),
    fc.record(
      {
        userIdentity: identity,
        requestParameters: fc.oneof(
          members(['keyId', 'userName', 'newUserName', 'groupName', 'roleArn', 'a'], tree),
          tree,
        ),
        responseElements: fc.oneof(
          members(['ConsoleLogin', 'keyId'], scalar),
          fc.record({
            user: members(['userId'], scalar),
            group: members(['groupId'], scalar),
          }) as fc.Arbitrary<JsonObject>,
          tree,
        ),
        additionalEventData: fc.oneof(members(['MFAUsed', 'MobileVersion', 'LoginTo', 'UserName'], scalar), tree),
        serviceEventDetails: tree,
        tlsDetails: members(['tlsVersion', 'cipherSuite', 'clientProvidedHostHeader'], scalar),
        resources: fc.oneof(
          fc.array(members(['ARN', 'arn', 'accountId', 'account_id', 'type'], scalar), { maxLength: 3 }),
          tree,
        ),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<JsonObject>,
  )
  .map(([strings, objects]) => ({ ...strings, ...objects }));

const signIn: fc.Arbitrary<JsonObject> = fc
  .tuple(event, members(['MFAUsed', 'MobileVersion', 'LoginTo', 'UserName'], scalar), members(['ConsoleLogin'], scalar))
  .map(([record, additionalEventData, responseElements]) => ({
    ...record,
    eventName: 'ConsoleLogin',
    additionalEventData,
    responseElements,
  }));

/** Events that act on something, of every kind that the pipeline tells apart. */
const acting: fc.Arbitrary<JsonObject> = fc
  .tuple(
    event,
    fc.constantFrom('user', 'i-1', 'arn:aws:iam::1:role/R', 'arn:aws:kms:us-east-1:1:key/k'),
    fc.constantFrom('i-1', 'arn:aws:sts::1:assumed-role/R/a@b', 'arn:aws:iam::1:role/aws-service-role/x', 'x'),
  )
  .map(([record, userName, arn]) => ({
    ...record,
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
    userIdentity: { arn },
    requestParameters: { userName },
    responseElements: null,
    resources: null,
  }));

const leaf: fc.Arbitrary<Predicate> = fc.oneof(
  word.map(is),
  word.map((value) => text(literal(value))),
  fc.tuple(word, word).map((values) => any(...values.map(is))),
  word.map((value) => all(type('string'), text(glob(`*${value.slice(0, 3)}*`)))),
  fc.constantFrom(
    TRUE,
    type('true'),
    type('false'),
    type('number'),
    type('string'),
    type('null'),
    type('object'),
    type('array'),
  ),
  fc.constant<Predicate>({ kind: 'number', op: '>', value: 1 }),
);
const predicate: fc.Arbitrary<Predicate> = fc.oneof(
  { weight: 4, arbitrary: leaf },
  { weight: 1, arbitrary: leaf.map((of) => not(of)) },
  { weight: 1, arbitrary: fc.tuple(leaf, leaf).map((parts) => all(...parts)) },
);

/** Of the flattened fields, some paths that random events have. */
const FIELDS: readonly EcsField[] = [
  ...ecsFields.names,
  'aws.cloudtrail.flattened.request_parameters.a',
  'aws.cloudtrail.flattened.request_parameters.a.b',
  'aws.cloudtrail.flattened.response_elements.a.b',
  'aws.cloudtrail.flattened.additional_eventdata.MFAUsed',
].map((name) => ecsFields.find(name)!);

/** The values in the document, at the dotted name; through arrays. */
function valuesIn(document: Json, name: string): readonly Json[] {
  if (isArray(document)) return document.flatMap((item) => valuesIn(item, name));
  if (name === '')
    return document === null || (typeof document === 'object' && !(document instanceof NumberText)) ? [] : [document];
  if (document === null || typeof document !== 'object' || document instanceof NumberText) return [];
  const keys = name.split('.');
  return keys.flatMap((_, index) => {
    const key = keys.slice(0, index + 1).join('.');
    const inner = Object.hasOwn(document, key) ? (document as JsonObject)[key]! : undefined;
    return inner === undefined ? [] : valuesIn(inner, keys.slice(index + 1).join('.'));
  });
}

const everyLeaf = (value: Json): readonly Json[] =>
  isArray(value)
    ? value.flatMap(everyLeaf)
    : value !== null && typeof value === 'object' && !(value instanceof NumberText)
      ? Object.values(value).flatMap(everyLeaf)
      : [value];

/** What Elasticsearch would have in its index for the field, read from the document alone. */
function indexedIn(document: JsonObject, { name, type, ignoreAbove }: EcsField): readonly Json[] {
  const source = type === 'text' ? name.replace(/\.text$/, '') : name;
  if (type === 'flattened') {
    const found =
      name.split('.').length === 4
        ? everyLeaf(name.split('.').reduce<Json>((here, key) => (here as JsonObject)?.[key] ?? [], document))
        : valuesIn(document, source);
    return found.map((value) => (value instanceof NumberText ? String(Number(value.text)) : String(value)));
  }
  return valuesIn(document, source).filter(
    (value) => ignoreAbove === undefined || typeof value !== 'string' || value.length <= ignoreAbove,
  );
}

describe('every field', () => {
  it('as a predicate is true of the events of which a value of its document is in the set', () => {
    const hits = new Set<string>();
    fc.assert(
      fc.property(
        fc.oneof({ weight: 4, arbitrary: event }, { weight: 1, arbitrary: acting }, { weight: 1, arbitrary: signIn }),
        predicate,
        (record, of) => {
          const document = ecsDocument(record);
          for (const field of FIELDS) {
            const expected = indexedIn(document, field).some((value) => matches(of, value));
            const found = compile(bound(field.some(of), 'must'), derive)(record);
            if (found) hits.add(field.name);
            if (found !== expected) throw new Error(`${field.name}: ${found}, and by the document ${expected}`);
          }
        },
      ),
      // The seed is fixed for the sake of what is asked below: that every field was met.
      { numRuns: 900, seed: 20260302 },
    );
    // The law says nothing of a field that never had a value in the set.
    expect(FIELDS.filter(({ name }) => !hits.has(name)).map(({ name }) => name)).toEqual([]);
  });

  it('keeps a doubt between its bounds', () => {
    fc.assert(
      fc.property(event, predicate, (record, of) => {
        const doubted: Draft = between(all(of, type('null')), of, { code: 'x', message: 'x' });
        for (const field of FIELDS) {
          const draft = field.some(doubted);
          const must = compile(bound(draft, 'must'), derive)(record);
          const may = compile(bound(draft, 'may'), derive)(record);
          expect(must).toBe(false);
          expect(may).toBe(compile(bound(field.some(of), 'must'), derive)(record));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('what the search for literals and the prover see', () => {
  const find = (name: string) => ecsFields.find(name)!;

  it('is a plain comparison where a member is only renamed', () => {
    expect(find('event.action').some(is('DisableKey'))).toEqual({
      kind: 'at',
      step: { key: 'eventName' },
      of: is('DisableKey'),
    });
  });

  it('is a constant where the field is one', () => {
    for (const name of ['event.dataset', 'data_stream.dataset']) {
      expect(find(name).some(is('aws.cloudtrail'))).toEqual(TRUE);
      expect(find(name).some(is('aws.guardduty'))).toEqual({ kind: 'any', of: [] });
    }
  });

  it('has nothing computed in an outcome', () => {
    for (const outcome of ['success', 'failure'])
      expect(JSON.stringify(find('event.outcome').some(is(outcome)))).not.toContain('derived');
  });
});

describe('long texts', () => {
  const long = { requestParameters: { policy: `${'x'.repeat(8200)}needle` } };
  const found = (name: string, record: JsonObject) =>
    compile(ecsFields.find(name)!.some(text(glob('*needle*'))) as Predicate, derive)(record);

  it('above the limit of a keyword are not found, as in Elasticsearch, and the field says so', () => {
    expect(found('aws.cloudtrail.request_parameters', long)).toBe(false);
    expect(ecsFields.find('aws.cloudtrail.request_parameters')!.ignoreAbove).toBe(8191);
  });

  it('are found as text and by their path', () => {
    expect(found('aws.cloudtrail.request_parameters.text', long)).toBe(true);
    expect(found('aws.cloudtrail.flattened.request_parameters.policy', long)).toBe(true);
  });

  it('of 32,766 characters and more have no paths', () => {
    const longest = { requestParameters: { policy: `${'x'.repeat(32760)}needle` } };
    expect(found('aws.cloudtrail.flattened.request_parameters.policy', longest)).toBe(false);
    expect(found('aws.cloudtrail.request_parameters.text', longest)).toBe(true);
  });

  it('nested without end exhaust nothing', () => {
    let deep: Json = 'needle';
    for (let depth = 0; depth < 50_000; depth++) deep = [deep];
    expect(found('aws.cloudtrail.request_parameters.text', { requestParameters: { a: deep } })).toBe(false);
  });
});
