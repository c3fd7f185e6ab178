import { isArray, isObject, type Json, type JsonObject, typeOf } from '../predicate/json.js';
import { all, at, exists, is, not, type Predicate, type Step, TRUE, type } from '../predicate/predicate.js';

/** The account and the Region of every example; `place` puts the audited ones there. */
export const EXAMPLE_ACCOUNT = '111122223333';
export const EXAMPLE_REGION = 'us-east-1';

/** The members of a record that do not depend on the event: those of a person's call with the AWS CLI, in today's format. */
export function commonMembers(host: string): JsonObject {
  return {
    eventVersion: '1.11',
    eventTime: '2026-03-02T09:00:00Z',
    awsRegion: EXAMPLE_REGION,
    sourceIPAddress: '192.0.2.10',
    userAgent: 'aws-cli/2.17.60',
    eventID: 'e0e0e0e0-1111-4222-8333-444455556666',
    readOnly: false,
    managementEvent: true,
    recipientAccountId: EXAMPLE_ACCOUNT,
    eventCategory: 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: host },
  };
}

/** Members that documented records of every kind sometimes lack. */
const SOMETIMES = ['userAgent', 'tlsDetails', 'requestID'];

/**
 * What the CloudTrail user guide ("CloudTrail record contents") says of every management event: the members that are not optional,
 * and the only values that some others can have. Nothing that a documented record contradicts is in it: `eventCategory` is absent
 * from several samples of the KMS developer guide, `userAgent` is optional.
 * `recipientAccountId` is called optional, and is in every documented record since format 1.02 (2014).
 */
export const ANY_RECORD: Predicate = all(
  ...[
    'eventVersion',
    'eventTime',
    'eventSource',
    'eventName',
    'awsRegion',
    'sourceIPAddress',
    'eventID',
    'eventType',
  ].map((name) => at([name], type('string'))),
  at(['recipientAccountId'], type('string')),
  at(['userIdentity'], type('object')),
  ifThere(['userIdentity', 'invokedBy'], type('string')),
  ifThere(['errorCode'], type('string')),
  ifThere(['errorMessage'], type('string')),
  ifThere(['managementEvent'], type('true')),
  ifThere(['eventCategory'], is('Management')),
);

/** No error. */
export const SUCCEEDED: Predicate = all(not(exists('errorCode')), not(exists('errorMessage')));

/** The value, if there is one at the end of the path, is in the predicate. */
export function ifThere(path: readonly (string | Step)[], predicate: Predicate): Predicate {
  return not(at(path, not(predicate)));
}

/** Members whose value is always the one that the example shows. */
const CONSTANT = new Set(['eventType', 'managementEvent', 'eventCategory', 'readOnly']);

/** Those of them that have no other value even where they can be missing. */
const SOLE_VALUE = new Set(['managementEvent', 'eventCategory']);

const sameAs = (name: string, value: Json): Predicate =>
  CONSTANT.has(name) && typeof value === 'string' ? is(value) : type(typeOf(value));

/**
 * What a documented record says of others like it: each of its members is there, with a value of the same type.
 * Left out are the members named in `sometimes` (dotted paths), with all that is below them, and the elements of arrays but the first.
 */
export function alike(record: JsonObject, sometimes: readonly string[] = []): Predicate {
  const skipped = new Set([...SOMETIMES, ...sometimes]);
  const parts: Predicate[] = [];
  const visit = (value: Json, path: readonly (string | Step)[], name: string): void => {
    if (skipped.has(name)) {
      if (SOLE_VALUE.has(name)) parts.push(ifThere(path, sameAs(name, value)));
      return;
    }
    if (isObject(value) && Object.keys(value).length > 0) {
      for (const [key, item] of Object.entries(value))
        visit(item, [...path, { key }], name === '' ? key : `${name}.${key}`);
    } else if (isArray(value) && value.length > 0) {
      visit(value[0]!, [...path, { index: 0 }], `${name}[0]`);
    } else {
      parts.push(at(path, sameAs(name, value)));
    }
  };
  visit(record, [], '');
  return parts.length === 0 ? TRUE : all(...parts);
}

/** The record without some members. */
export function without(record: JsonObject, names: readonly string[] = []): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
