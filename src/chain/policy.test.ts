import { describe, expect, test } from 'vitest';
import { isAwsManagedSnsKey, keyPermitsUse, permits, topicPermitsPublish } from './policy.js';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:security`;
const ALARM = `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:kms-key-loss`;
const RULE = `arn:aws:events:us-east-1:${ACCOUNT}:rule/kms-key-loss`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9`;

type Answer = 'yes' | 'no' | 'unknown';
const policy = (...statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sns:Publish',
  Resource: TOPIC,
  ...more,
});
const deny = (principal: unknown, more: object = {}) => ({ ...allow(principal, more), Effect: 'Deny' });
const CW = { Service: 'cloudwatch.amazonaws.com' };
const EB = { Service: 'events.amazonaws.com' };
const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });

const ownDefault = (key = 'AWS:SourceOwner', account = ACCOUNT) => ({
  Sid: '__default_statement_ID',
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: ['SNS:GetTopicAttributes', 'SNS:SetTopicAttributes', 'SNS:Subscribe', 'SNS:Publish'],
  Resource: TOPIC,
  ...when('StringEquals', key, account),
});

function alarm(policyText: string | undefined, account = ACCOUNT): Answer {
  return topicPermitsPublish(
    { policyText, topicArn: TOPIC, owner: ACCOUNT },
    {
      service: 'cloudwatch.amazonaws.com',
      sourceArn: ALARM.replace(ACCOUNT, account),
      sourceAccount: account,
    },
  ).answer;
}
function rule(policyText: string | undefined, account = ACCOUNT): Answer {
  return topicPermitsPublish(
    { policyText, topicArn: TOPIC, owner: ACCOUNT },
    { service: 'events.amazonaws.com', sourceArn: RULE.replace(ACCOUNT, account), sourceAccount: account },
  ).answer;
}

describe('a topic and an alarm', () => {
  const table: readonly (readonly [string, string, Answer])[] = [
    ['the default policy', policy(ownDefault()), 'yes'],
    ['the default policy with the newer key', policy(ownDefault('AWS:SourceAccount')), 'yes'],
    ['the default policy of another account', policy(ownDefault('AWS:SourceOwner', OTHER)), 'no'],
    ['a grant to the service', policy(allow(CW)), 'yes'],
    [
      'a grant among several services',
      policy(allow({ Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] })),
      'yes',
    ],
    ['a grant to another service', policy(allow(EB)), 'no'],
    ['a grant to everybody', policy(allow('*')), 'yes'],
    ['a grant of another action', policy(allow(CW, { Action: 'sns:Subscribe' })), 'no'],
    ['a grant of all actions', policy(allow(CW, { Action: '*' })), 'yes'],
    ['a grant of the service’s actions', policy(allow(CW, { Action: 'SNS:*' })), 'yes'],
    ['a grant of actions that begin so', policy(allow(CW, { Action: 'sns:Pub*' })), 'yes'],
    ['a grant of another service’s actions', policy(allow(CW, { Action: 'sqs:*' })), 'no'],
    [
      'NotAction that leaves it',
      policy({ Effect: 'Allow', Principal: CW, NotAction: 'sns:Subscribe', Resource: TOPIC }),
      'yes',
    ],
    ['NotAction that takes it', policy({ Effect: 'Allow', Principal: CW, NotAction: 'sns:*', Resource: TOPIC }), 'no'],
    ['another topic', policy(allow(CW, { Resource: `${TOPIC}-2` })), 'no'],
    ['a topic of another account', policy(allow(CW, { Resource: TOPIC.replace(ACCOUNT, OTHER) })), 'no'],
    ['every resource', policy(allow(CW, { Resource: '*' })), 'yes'],
    ['topics that begin so', policy(allow(CW, { Resource: `arn:aws:sns:*:${ACCOUNT}:sec*` })), 'yes'],
    ['a wildcard over the colons of the ARN', policy(allow(CW, { Resource: 'arn:aws:sns:*' })), 'unknown'],
    [
      'NotResource with the topic',
      policy({ Effect: 'Allow', Principal: CW, Action: 'sns:*', NotResource: TOPIC }),
      'no',
    ],
    ['alarms of the account', policy(allow(CW, when('StringEquals', 'aws:SourceAccount', ACCOUNT))), 'yes'],
    [
      'alarms of one of two accounts',
      policy(allow(CW, when('StringEquals', 'aws:SourceAccount', [OTHER, ACCOUNT]))),
      'yes',
    ],
    ['alarms of another account', policy(allow(CW, when('StringEquals', 'aws:SourceAccount', OTHER))), 'no'],
    ['this alarm', policy(allow(CW, when('ArnEquals', 'aws:SourceArn', ALARM))), 'yes'],
    ['another alarm', policy(allow(CW, when('ArnEquals', 'aws:SourceArn', `${ALARM}-2`))), 'no'],
    [
      'alarms of the Region',
      policy(allow(CW, when('ArnLike', 'AWS:SOURCEARN', `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:*`))),
      'yes',
    ],
    [
      'alarms of another Region',
      policy(allow(CW, when('ArnLike', 'aws:SourceArn', `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:*`))),
      'no',
    ],
    [
      'a wildcard in StringEquals is none',
      policy(allow(CW, when('StringEquals', 'aws:SourceArn', 'arn:aws:cloudwatch:*'))),
      'no',
    ],
    ['the same in StringLike', policy(allow(CW, when('StringLike', 'aws:SourceArn', 'arn:aws:cloudwatch:*'))), 'yes'],
    ['half an ARN in ArnLike', policy(allow(CW, when('ArnLike', 'aws:SourceArn', 'arn:aws:cloudwatch:*'))), 'unknown'],
    [
      'two conditions, one of which fails',
      policy(
        allow(CW, {
          Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': `${ALARM}x` } },
        }),
      ),
      'no',
    ],
    ['an organization', policy(allow(CW, when('StringEquals', 'aws:SourceOrgID', 'o-abc'))), 'unknown'],
    [
      'an operator of dates',
      policy(allow(CW, when('DateGreaterThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z'))),
      'unknown',
    ],
    ['an operator that nobody knows', policy(allow(CW, when('StringSounds', 'aws:SourceAccount', ACCOUNT))), 'unknown'],
    [
      'a policy variable',
      policy(allow(CW, when('StringEquals', 'aws:SourceAccount', `\${aws:PrincipalAccount}`))),
      'unknown',
    ],
    ['a Deny of everybody', policy(allow(CW), deny('*')), 'no'],
    ['a Deny of every AWS principal', policy(allow(CW), deny({ AWS: '*' })), 'no'],
    ['a Deny of another service', policy(allow(CW), deny(EB)), 'yes'],
    ['a Deny of another account', policy(allow(CW), deny({ AWS: OTHER })), 'yes'],
    ['a Deny of the own account', policy(allow(CW), deny({ AWS: `arn:aws:iam::${ACCOUNT}:root` })), 'unknown'],
    ['a Deny of another action', policy(allow(CW), deny('*', { Action: 'sns:DeleteTopic' })), 'yes'],
    ['a Deny of another topic', policy(allow(CW), deny('*', { Resource: `${TOPIC}-2` })), 'yes'],
    [
      'a Deny of NotAction',
      policy(allow(CW), { Effect: 'Deny', Principal: '*', NotAction: 'sns:Subscribe', Resource: TOPIC }),
      'no',
    ],
    [
      'a Deny of what is not encrypted',
      policy(allow(CW), deny('*', when('Bool', 'aws:SecureTransport', 'false'))),
      'yes',
    ],
    ['a Deny of what is encrypted', policy(allow(CW), deny('*', when('Bool', 'aws:SecureTransport', true))), 'no'],
    [
      'a Deny of all but the account',
      policy(allow(CW), deny('*', when('StringNotEquals', 'aws:SourceAccount', ACCOUNT))),
      'yes',
    ],
    [
      'a Deny of all but another account',
      policy(allow(CW), deny('*', when('StringNotEquals', 'aws:SourceAccount', OTHER))),
      'no',
    ],
    [
      'a Deny of all outside the organization',
      policy(allow(CW), deny('*', when('StringNotEquals', 'aws:PrincipalOrgID', 'o-abc'))),
      'unknown',
    ],
    [
      'the same, but for services',
      policy(
        allow(CW),
        deny('*', {
          Condition: {
            StringNotEquals: { 'aws:PrincipalOrgID': 'o-abc' },
            Bool: { 'aws:PrincipalIsAWSService': 'false' },
          },
        }),
      ),
      'yes',
    ],
    [
      'a Deny by NotPrincipal that spares it',
      policy(allow(CW), { Effect: 'Deny', NotPrincipal: CW, Action: '*', Resource: '*' }),
      'yes',
    ],
    [
      'a Deny by NotPrincipal that does not',
      policy(allow(CW), { Effect: 'Deny', NotPrincipal: { AWS: OTHER }, Action: '*', Resource: '*' }),
      'unknown',
    ],
    ['an unknown Deny without any Allow', policy(deny('*', when('StringEquals', 'x:y', 'z'))), 'no'],
    ['a grant to the own account', policy(allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` })), 'unknown'],
    ['a grant to the own account’s number', policy(allow({ AWS: ACCOUNT })), 'unknown'],
    ['a grant to a role', policy(allow({ AWS: `arn:aws:iam::${ACCOUNT}:role/publisher` })), 'no'],
    ['a grant to another account', policy(allow({ AWS: OTHER })), 'no'],
    ['every service', policy(allow({ Service: '*' })), 'unknown'],
    ['no statement', policy(), 'no'],
    ['not JSON', '{', 'unknown'],
    ['a statement with a member that nobody knows', policy({ ...allow(CW), Unless: 'sunday' }), 'unknown'],
    ['a statement without a resource', policy({ Effect: 'Allow', Principal: CW, Action: '*' }), 'unknown'],
    ['a statement with both actions', policy({ ...allow(CW), NotAction: 'a' }), 'unknown'],
    ['an effect that nobody knows', policy({ ...allow(CW), Effect: 'allow' }), 'unknown'],
  ];
  test.each(table)('%s', (_, text, expected) => expect(alarm(text)).toBe(expected));

  test('a policy that was not read', () => expect(alarm(undefined)).toBe('unknown'));
  test('one statement instead of a list', () => {
    expect(alarm(JSON.stringify({ Statement: allow(CW) }))).toBe('yes');
  });

  test('of another account needs a grant of its own', () => {
    expect(alarm(policy(ownDefault()), OTHER)).toBe('no');
    expect(alarm(policy(ownDefault(), allow(CW, when('StringEquals', 'aws:SourceAccount', OTHER))), OTHER)).toBe('yes');
    expect(
      alarm(
        policy(allow({ AWS: '*' }, when('ArnLike', 'aws:SourceArn', `arn:aws:cloudwatch:us-east-1:${OTHER}:alarm:*`))),
        OTHER,
      ),
    ).toBe('yes');
  });
});

describe('a topic and a rule', () => {
  const table: readonly (readonly [string, string, Answer])[] = [
    ['the default policy', policy(ownDefault()), 'no'],
    ['the default policy with the newer key', policy(ownDefault('AWS:SourceAccount')), 'unknown'],
    ['the default policy and a grant', policy(ownDefault(), allow(EB)), 'yes'],
    ['a grant to CloudWatch', policy(ownDefault(), allow(CW)), 'no'],
    ['a grant for this rule', policy(allow(EB, when('ArnEquals', 'aws:SourceArn', RULE))), 'unknown'],
    [
      'a grant for rules of the account',
      policy(allow(EB, when('StringEquals', 'aws:SourceAccount', ACCOUNT))),
      'unknown',
    ],
    ['a plain grant beside it', policy(allow(EB), allow(EB, when('ArnEquals', 'aws:SourceArn', RULE))), 'yes'],
    ['a grant for another rule', policy(allow(EB, when('ArnEquals', 'aws:SourceArn', `${RULE}-2`))), 'no'],
    ['a grant for rules of another account', policy(allow(EB, when('StringEquals', 'aws:SourceAccount', OTHER))), 'no'],
    [
      'a grant with the older key, which the rule does not send',
      policy(allow(EB, when('StringEquals', 'aws:SourceOwner', ACCOUNT))),
      'no',
    ],
    ['the same, if it exists', policy(allow(EB, when('StringEqualsIfExists', 'aws:SourceOwner', ACCOUNT))), 'yes'],
    [
      'a Deny unless the older key is right',
      policy(allow(EB), deny('*', when('StringNotEquals', 'aws:SourceOwner', ACCOUNT))),
      'no',
    ],
    [
      'a Deny where the older key is absent',
      policy(allow(EB), deny('*', when('Null', 'aws:SourceOwner', 'true'))),
      'no',
    ],
    [
      'a Deny where the newer key is absent',
      policy(allow(EB), deny('*', when('Null', 'aws:SourceAccount', 'true'))),
      'unknown',
    ],
    ['a grant to every AWS principal', policy(allow({ AWS: '*' })), 'unknown'],
    ['a grant to the own account', policy(allow({ AWS: ACCOUNT })), 'no'],
    [
      'ForAnyValue of the account',
      policy(allow(EB, when('ForAnyValue:StringEquals', 'aws:SourceAccount', [OTHER, ACCOUNT]))),
      'unknown',
    ],
    [
      'ForAnyValue of what is absent',
      policy(allow(EB, when('ForAnyValue:StringEquals', 'aws:SourceOwner', ACCOUNT))),
      'no',
    ],
    [
      'ForAllValues of what is absent',
      policy(allow(EB, when('ForAllValues:StringEquals', 'aws:SourceOwner', ACCOUNT))),
      'yes',
    ],
  ];
  test.each(table)('%s', (_, text, expected) => expect(rule(text)).toBe(expected));
});

describe('the key of an encrypted topic', () => {
  const root = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
  const use = (principal: unknown, more: object = {}) => ({
    Effect: 'Allow',
    Principal: principal,
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    ...more,
  });
  const forAlarm = (text: string | undefined, key = {}) =>
    keyPermitsUse(text, 'cloudwatch.amazonaws.com', ALARM, ACCOUNT, key).answer;
  const forRule = (text: string) => keyPermitsUse(text, 'events.amazonaws.com', RULE, ACCOUNT).answer;

  test.each<readonly [string, string, Answer]>([
    ['only the account', policy(root), 'no'],
    ['the service', policy(root, use(CW)), 'yes'],
    ['the other service', policy(root, use(EB)), 'no'],
    ['only decryption', policy(root, use(CW, { Action: 'kms:Decrypt' })), 'no'],
    ['only data keys', policy(root, use(CW, { Action: 'kms:GenerateDataKey*' })), 'no'],
    [
      'only data keys without their text',
      policy(root, use(CW, { Action: ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext'] })),
      'no',
    ],
    [
      'in two statements',
      policy(use(CW, { Action: 'kms:Decrypt' }), use(CW, { Action: 'kms:GenerateDataKey' })),
      'yes',
    ],
    ['everything', policy(use(CW, { Action: 'kms:*' })), 'yes'],
    ['alarms of the account', policy(use(CW, when('StringEquals', 'aws:SourceAccount', ACCOUNT))), 'yes'],
    ['alarms of another account', policy(use(CW, when('StringEquals', 'aws:SourceAccount', OTHER))), 'no'],
    ['another alarm', policy(use(CW, when('ArnLike', 'aws:SourceArn', `${ALARM}-2`))), 'no'],
    [
      'by way of SNS',
      policy(use(CW, when('StringEquals', 'kms:ViaService', 'sns.us-east-1.amazonaws.com'))),
      'unknown',
    ],
    [
      'for this topic',
      policy(use(CW, when('StringEquals', 'kms:EncryptionContext:aws:sns:topicArn', TOPIC))),
      'unknown',
    ],
    [
      'callers of the account',
      policy(use({ AWS: '*' }, when('StringEquals', 'kms:CallerAccount', ACCOUNT))),
      'unknown',
    ],
    ['every AWS principal', policy(use({ AWS: '*' })), 'unknown'],
    ['a Deny', policy(use(CW), { ...use('*'), Effect: 'Deny' }), 'no'],
    ['a Deny of one of the two', policy(use(CW), { ...use('*', { Action: 'kms:Decrypt' }), Effect: 'Deny' }), 'no'],
    [
      'a Deny of deletion',
      policy(use(CW), { ...use('*', { Action: 'kms:ScheduleKeyDeletion' }), Effect: 'Deny' }),
      'yes',
    ],
  ])('an alarm: %s', (_, text, expected) => expect(forAlarm(text)).toBe(expected));

  test('a rule does not send what the conditions ask for', () => {
    expect(forRule(policy(use(EB)))).toBe('yes');
    expect(forRule(policy(use(EB, when('StringEquals', 'aws:SourceAccount', ACCOUNT))))).toBe('no');
    expect(forRule(policy(use(EB, when('ArnEquals', 'aws:SourceArn', RULE))))).toBe('no');
    expect(forRule(policy(use(EB, when('ArnEqualsIfExists', 'aws:SourceArn', RULE))))).toBe('yes');
    expect(forRule(policy(use(CW)))).toBe('no');
  });

  test('the key that AWS manages is never usable', () => {
    expect(forAlarm(policy(use(CW)), { manager: 'AWS' })).toBe('no');
    expect(forAlarm(undefined, { manager: 'AWS' })).toBe('no');
    expect(isAwsManagedSnsKey('alias/aws/sns')).toBe(true);
    expect(isAwsManagedSnsKey(`arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/sns`)).toBe(true);
    expect(isAwsManagedSnsKey('alias/my-aws/sns')).toBe(false);
    expect(isAwsManagedSnsKey(KEY)).toBe(false);
  });

  test('a resource that is written out is compared when the key is known', () => {
    const text = policy(use(CW, { Resource: KEY }));
    expect(forAlarm(text)).toBe('unknown');
    expect(forAlarm(text, { keyArn: KEY })).toBe('yes');
    expect(forAlarm(text, { keyArn: `${KEY}0` })).toBe('no');
    expect(forAlarm(undefined)).toBe('unknown');
  });
});

test('an answer says which statement decides', () => {
  const request = {
    principal: { service: 'cloudwatch.amazonaws.com' },
    action: 'sns:Publish',
    resource: TOPIC,
    context: {},
  };
  expect(permits(policy(deny('*', { Sid: 'Lock' })), request).because).toContain('`Lock` denies');
  expect(permits(policy(allow(CW)), request).because).toContain('statement 1 allows');
  const open = permits(policy(allow(CW, when('StringEquals', 'aws:SourceAccount', ACCOUNT))), request);
  expect(open).toMatchObject({ answer: 'unknown' });
  expect(open.because).toContain('aws:SourceAccount');
});
