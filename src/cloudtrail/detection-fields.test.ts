import { describe, expect, it } from 'vitest';
import { bound } from '../predicate/bound.js';
import type { Json, JsonObject } from '../predicate/json.js';
import { compile } from '../predicate/match.js';
import { number, type Predicate, text, type } from '../predicate/predicate.js';
import { literal } from '../predicate/text.js';
import { deriveDetection, detectionFields, fieldValues } from './detection-fields.js';

const ARN = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-4222-8333-00000000c0de';
const kms = (more: JsonObject): JsonObject => ({
  eventSource: 'kms.amazonaws.com',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  ...more,
});

describe('the principal', () => {
  const role = 'arn:aws:iam::111122223333:role/ops/Operations';
  const session = 'arn:aws:sts::111122223333:assumed-role/Operations/alice';
  it.each<[string, JsonObject, readonly string[]]>([
    [
      'of a session is its role',
      { arn: session, sessionContext: { sessionIssuer: { type: 'Role', arn: role } } },
      [role],
    ],
    ['of a record without the role is the session', { arn: session, principalId: 'AROAEXAMPLE:alice' }, [session]],
    ['without an ARN is the principal’s id', { principalId: 'AROAEXAMPLE:alice' }, ['AROAEXAMPLE']],
    ['an empty ARN is none', { arn: '', principalId: 'AIDAEXAMPLE' }, ['AIDAEXAMPLE']],
    ['of a service is nobody', { invokedBy: 'AWS Internal' }, []],
  ])('%s', (_, userIdentity, expected) => expect(fieldValues('actor.principal', { userIdentity })).toEqual(expected));

  it('two sessions of a role agree', () => {
    const identity = (name: string) => ({ arn: `${session}${name}`, sessionContext: { sessionIssuer: { arn: role } } });
    expect(fieldValues('actor.principal', { userIdentity: identity('1') })).toEqual(
      fieldValues('actor.principal', { userIdentity: identity('2') }),
    );
  });
});

describe('the caller', () => {
  const role = 'arn:aws:iam::111122223333:role/Operations';
  const session = (name: string) => ({
    type: 'AWSAccount',
    accountId: '444455556666',
    principalId: `AROAEXAMPLE:${name}`,
  });
  const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
  it.each<[string, JsonObject, readonly string[]]>([
    ['with an ARN is that', { arn: role, accountId: '111122223333' }, [role]],
    ['of a session is its role', { arn: 'x', sessionContext: { sessionIssuer: { arn: role } } }, [role]],
    ['of another account is the account', session('alice'), ['444455556666']],
    ['of another account in another session is the same', session('bob'), ['444455556666']],
    ['whom nobody knows', { type: 'AWSAccount', principalId: '', accountId: 'anonymous' }, ['anonymous']],
    [
      'of an identity provider is the provider',
      { type: 'WebIdentityUser', principalId: `${provider}:sts.amazonaws.com:repo:a/b`, identityProvider: provider },
      [provider],
    ],
    [
      'of IAM Identity Center is the user',
      { type: 'IdentityCenterUser', accountId: '111122223333', onBehalfOf: { userId: '1-2' } },
      ['1-2'],
    ],
    ['that is a service', { type: 'AWSService', invokedBy: 'config.amazonaws.com' }, ['config.amazonaws.com']],
    ['of whom nothing is said is nobody', { type: 'Unknown' }, []],
  ])('%s', (_, userIdentity, expected) => expect(fieldValues('actor.caller', { userIdentity })).toEqual(expected));
});

describe('the key', () => {
  const id = '0a1b2c3d-1111-4222-8333-00000000c0de';
  it.each<[string, JsonObject]>([
    ['as the caller wrote its ARN', { requestParameters: { keyId: ARN } }],
    ['as the caller wrote its id', { requestParameters: { keyId: id } }],
    ['as the caller wrote its id, in capitals', { requestParameters: { keyId: id.toUpperCase() } }],
    ['as the caller wrote its ARN, in capitals', { requestParameters: { keyId: ARN.replace(id, id.toUpperCase()) } }],
    ['as the answer has it', { requestParameters: { keyId: 'alias/data' }, responseElements: { keyId: ARN } }],
    ['among the resources', { requestParameters: null, resources: [{ ARN, accountId: '111122223333' }] }],
    ['beside its alias', { resources: [{ ARN: 'arn:aws:kms:eu-west-1:111122223333:alias/data' }, { ARN }] }],
    ['that was made', { responseElements: { keyMetadata: { arn: ARN, keyId: id } } }],
    ['of an expired material', { serviceEventDetails: { keyId: id } }],
    [
      'whose account only the caller tells',
      { recipientAccountId: null, userIdentity: { accountId: '111122223333' }, requestParameters: { keyId: id } },
    ],
  ])('is the same %s', (_, more) => expect(fieldValues('kms.key.arn', kms(more))).toEqual([ARN]));

  it('of several Regions has its own ARN in each', () => {
    const keyId = 'mrk-0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d';
    const arns = ['eu-west-1', 'us-gov-west-1'].map(
      (awsRegion) => fieldValues('kms.key.arn', kms({ awsRegion, requestParameters: { keyId } }))[0],
    );
    expect(arns).toEqual([
      `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`,
      `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${keyId}`,
    ]);
  });

  it('is as it was written where it is no id, and none where none is named', () => {
    expect(fieldValues('kms.key.arn', kms({ requestParameters: { keyId: 'alias/data' } }))).toEqual(['alias/data']);
    expect(fieldValues('kms.key.arn', kms({ requestParameters: { customKeyStoreId: 'cks-1' } }))).toEqual([]);
    expect(
      fieldValues('kms.key.arn', { ...kms({ requestParameters: { keyId: ARN } }), eventSource: 's3.amazonaws.com' }),
    ).toEqual([]);
  });
});

describe('the waiting period', () => {
  const days = (more: JsonObject) =>
    fieldValues(
      'kms.pending_window_days',
      kms({ eventName: 'ScheduleKeyDeletion', requestParameters: { keyId: ARN }, ...more }),
    );
  it('is as asked for, as answered, or 30', () => {
    expect(days({ requestParameters: { pendingWindowInDays: 7 } })).toEqual(['7']);
    expect(days({ responseElements: { pendingWindowInDays: 8 } })).toEqual(['8']);
    expect(days({})).toEqual(['30']);
  });
  it('may be written as a text', () => {
    expect(days({ requestParameters: { pendingWindowInDays: '7' } })).toEqual(['7']);
    const is7 = compile(
      bound(detectionFields.find('kms.pending_window_days')!.some(number('=', 7)), 'may'),
      deriveDetection,
    );
    expect(is7(kms({ eventName: 'ScheduleKeyDeletion', requestParameters: { pendingWindowInDays: '7' } }))).toBe(true);
  });
  it.each([[null], [''], ['-'], ['none']])('is 30 where the window or the error is %j', (nothing) => {
    expect(days({ requestParameters: { pendingWindowInDays: nothing } })).toEqual(['30']);
    expect(days({ errorCode: nothing, errorMessage: nothing })).toEqual(['30']);
  });
  it.each([['soon'], [true], [{}]])('is not known where it is %j', (pendingWindowInDays) => {
    expect(days({ requestParameters: { pendingWindowInDays } })).toEqual([]);
  });
  it('is none where nothing was scheduled', () => {
    expect(days({ errorCode: 'AccessDenied' })).toEqual([]);
    expect(days({ requestParameters: null })).toEqual([]);
    expect(days({ eventName: 'DisableKey' })).toEqual([]);
  });
});

describe('what a policy leaves', () => {
  const put = (policy: unknown) =>
    kms({
      eventName: 'PutKeyPolicy',
      requestParameters: { policy: typeof policy === 'string' ? policy : JSON.stringify(policy) },
    });
  const allow = (Action: string) => ({
    Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action, Resource: '*' }],
  });
  const is = (value: 'true' | 'false') =>
    compile(bound(detectionFields.find('kms.policy.administered')!.some(type(value)), 'may'), deriveDetection);

  it('is true, false, or neither', () => {
    expect([is('true')(put(allow('kms:*'))), is('false')(put(allow('kms:*')))]).toEqual([true, false]);
    expect([is('true')(put(allow('kms:Decrypt'))), is('false')(put(allow('kms:Decrypt')))]).toEqual([false, true]);
    for (const policy of ['{"Statement":[{"Eff', '']) {
      expect([is('true')(put(policy)), is('false')(put(policy))]).toEqual([false, false]);
    }
    const omitted = kms({ requestParameters: { omitted: true, reason: 'requestParameters too large' } });
    expect([is('true')(omitted), is('false')(omitted)]).toEqual([false, false]);
  });

  it('is asked of each call by itself', () => {
    expect(fieldValues('kms.policy.administered', put(allow('kms:Put*')))).toEqual(['true']);
    expect(fieldValues('kms.policy.cancellable', put(allow('kms:Put*')))).toEqual(['false']);
  });

  it('says whether the check was bypassed', () => {
    const bypassed = (value: Json, eventSource = 'kms.amazonaws.com') =>
      fieldValues(
        'kms.policy.check_bypassed',
        kms({ eventSource, requestParameters: { bypassPolicyLockoutSafetyCheck: value } }),
      );
    expect([true, 'True', false, 'false', null].map((value) => bypassed(value))).toEqual([
      ['true'],
      ['true'],
      ['false'],
      ['false'],
      [],
    ]);
    expect(bypassed(true, 's3.amazonaws.com')).toEqual([]);
  });

  it('is asked of the key policies alone', () => {
    expect(fieldValues('kms.policy.administered', { ...put(allow('kms:*')), eventSource: 's3.amazonaws.com' })).toEqual(
      [],
    );
  });
});

describe('the fields together', () => {
  it('are those of ECS and ours, each found by its name', () => {
    for (const name of detectionFields.names) expect(detectionFields.find(name)?.name).toBe(name);
    expect(new Set(detectionFields.names).size).toBe(detectionFields.names.length);
    expect(detectionFields.find('kms.key')).toBeUndefined();
  });

  it('have their values as texts', () => {
    const event = kms({ eventName: 'DisableKey', readOnly: false, userIdentity: { type: 'IAMUser' } });
    expect(fieldValues('event.action', event)).toEqual(['DisableKey']);
    expect(fieldValues('event.outcome', event)).toEqual(['success']);
    expect(fieldValues('aws.cloudtrail.read_only', event)).toEqual(['false']);
    expect(fieldValues('user.name', event)).toEqual([]);
    expect(fieldValues('no.such.field', event)).toEqual([]);
    for (const value of [null, 'text', 7, [], [event]]) expect(fieldValues('kms.key.arn', value)).toEqual([]);
  });

  it('match what their values are', () => {
    const test = (name: string, value: Predicate, event: JsonObject) =>
      compile(bound(detectionFields.find(name)!.some(value), 'may'), deriveDetection)(event);
    const event = kms({ eventName: 'ScheduleKeyDeletion', requestParameters: { keyId: ARN, pendingWindowInDays: 7 } });
    expect(test('kms.key.arn', text(literal(ARN)), event)).toBe(true);
    expect(test('kms.key.arn', text(literal('x')), event)).toBe(false);
    expect(test('kms.pending_window_days', { kind: 'number', op: '<=', value: 7 }, event)).toBe(true);
    expect(test('kms.pending_window_days', { kind: 'number', op: '<', value: 7 }, event)).toBe(false);
    const alarms = { eventSource: 'monitoring.amazonaws.com', requestParameters: { alarmNames: ['a', 'b'] } };
    expect(test('monitoring.resource', text(literal('arn:aws:cloudwatch:::alarm:b')), alarms)).toBe(true);
  });
});
