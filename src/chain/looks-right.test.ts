import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import {
  changed,
  event,
  filterAccount,
  GROUP_KEY,
  ME,
  ruleAccount,
  TOPIC,
  TOPIC_KEY,
  told,
  withItem,
} from './example-account.case.js';
import { pathsOf } from './paths.js';

/** Accounts in which every name looks right and the event may not, or does not, reach anybody. */
const toldIn = (account: Account) => told(pathsOf(account, [account]), event());

type Change = (account: Account) => Account;
const group =
  (members: object): Change =>
  (account) =>
    withItem(account, 'logs:DescribeLogGroups', 'logGroups', members);
const alarm =
  (members: object): Change =>
  (account) =>
    withItem(account, 'cloudwatch:DescribeAlarms', 'MetricAlarms', members);
const filter =
  (members: object): Change =>
  (account) =>
    withItem(account, 'logs:DescribeMetricFilters', 'metricFilters', members);
const subscription =
  (members: object): Change =>
  (account) =>
    withItem(account, 'sns:ListSubscriptionsByTopic', 'Subscriptions', members);
const attributes =
  (operation: 'sns:GetTopicAttributes' | 'sns:GetSubscriptionAttributes', members: object): Change =>
  (account) =>
    changed(account, operation, (page) => ({ Attributes: { ...(page.Attributes as object), ...members } }));
const subscribed = (members: object) => attributes('sns:GetSubscriptionAttributes', members);
const replay = (policy: object, ReplayStatus?: string) =>
  subscribed({ ReplayPolicy: JSON.stringify(policy), ...(ReplayStatus && { ReplayStatus }) });
const topic = (members: object) => attributes('sns:GetTopicAttributes', members);
const key =
  (of: string, members: object): Change =>
  (account) =>
    changed(account, 'kms:DescribeKey', (page, { input }) =>
      input.KeyId === of ? { KeyMetadata: { ...(page.KeyMetadata as object), ...members } } : page,
    );
const keyPolicy =
  (...statements: readonly object[]): Change =>
  (account) =>
    changed(account, 'kms:GetKeyPolicy', (page, { input }) =>
      input.KeyId === TOPIC_KEY ? { Policy: JSON.stringify({ Statement: statements }) } : page,
    );
const topicPolicy = (...statements: readonly object[]) => topic({ Policy: JSON.stringify({ Statement: statements }) });

const ALLOW = {
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'SNS:Publish',
  Resource: TOPIC,
};
const USE_KEY = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Resource: '*' };
const DENY_OTHERS = { Effect: 'Deny', Principal: '*', Action: 'SNS:Publish', Resource: TOPIC };

describe('over a metric filter', () => {
  it.each<[string, boolean | null, Change]>([
    ['as it is', true, (account) => account],
    [
      'a log group whose data protection policy masks what filters see',
      null,
      group({ dataProtectionStatus: 'ACTIVATED' }),
    ],
    ['one of the whole account', null, group({ inheritedProperties: ['ACCOUNT_DATA_PROTECTION'] })],
    ['one that was deleted', true, group({ dataProtectionStatus: 'DELETED', inheritedProperties: [] })],
    ['a topic key that is enabled and asymmetric', false, key(TOPIC_KEY, { KeySpec: 'RSA_2048' })],
    ['a topic key for HMACs', false, key(TOPIC_KEY, { KeySpec: 'HMAC_256' })],
    ['a topic key that says it is symmetric', true, key(TOPIC_KEY, { KeySpec: 'SYMMETRIC_DEFAULT' })],
    ['a topic key of another Region', null, key(TOPIC_KEY, { Arn: TOPIC_KEY.replace('us-east-1', 'eu-west-1') })],
    ['a topic key whose material is yet to come', false, key(TOPIC_KEY, { KeyState: 'PendingImport' })],
    ['a log group key that is to be deleted', null, key(GROUP_KEY, { KeyState: 'PendingDeletion' })],
    [
      'a key policy for SNS, and not for CloudWatch',
      false,
      keyPolicy({ ...USE_KEY, Principal: { Service: 'sns.amazonaws.com' }, Action: 'kms:*' }),
    ],
    ['a key policy without kms:Decrypt', false, keyPolicy({ ...USE_KEY, Action: 'kms:GenerateDataKey*' })],
    [
      'a key policy for the account’s own roles',
      false,
      keyPolicy({ ...USE_KEY, Principal: { AWS: `arn:aws:iam::${ME}:root` }, Action: 'kms:*' }),
    ],
    [
      'a key policy for calls of another service',
      null,
      keyPolicy({
        ...USE_KEY,
        Action: 'kms:*',
        Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
      }),
    ],
    ['a topic that takes short messages alone', null, topic({ MaximumMessageSize: '1024' })],
    ['a topic that takes long messages', true, topic({ MaximumMessageSize: '1048576' })],
    ['an alarm in ALARM for a time that was not told', null, alarm({ StateValue: 'ALARM' })],
    ['one whose time is none', null, alarm({ StateValue: 'ALARM', StateTransitionedTimestamp: 'yesterday' })],
    ['a subscription paused behind a replay', false, replay({ PointType: 'Timestamp', EndingPoint: '2026-02-01' })],
    ['a replay that goes on', true, replay({ PointType: 'Timestamp' }, 'In progress')],
    ['a replay that failed', null, replay({ PointType: 'Timestamp' }, 'Failed')],
    ['a replay policy that was withheld', null, subscribed({ ReplayPolicy: '(withheld)' })],
    [
      'a topic policy that denies what does not come from an endpoint',
      null,
      topicPolicy(ALLOW, { ...DENY_OTHERS, Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
    ],
    [
      'a topic policy that denies another organization',
      null,
      topicPolicy(ALLOW, { ...DENY_OTHERS, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-example' } } }),
    ],
    [
      'a topic policy that denies all but one alarm',
      false,
      topicPolicy(ALLOW, {
        ...DENY_OTHERS,
        Condition: { ArnNotEquals: { 'aws:SourceArn': `arn:aws:cloudwatch:us-east-1:${ME}:alarm:other` } },
      }),
    ],
    [
      'a topic policy that denies what is not encrypted on its way',
      true,
      topicPolicy(ALLOW, { ...DENY_OTHERS, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ],
    [
      'a FIFO topic that wants a deduplication ID',
      null,
      topic({ FifoTopic: 'true', ContentBasedDeduplication: 'false' }),
    ],
    ['a FIFO topic that makes its own', true, topic({ FifoTopic: 'true', ContentBasedDeduplication: 'true' })],
    ['a telephone, which may have opted out', null, subscription({ Protocol: 'sms', Endpoint: '+*********99' })],
    [
      'a subscription to what is OK again',
      false,
      attributes('sns:GetSubscriptionAttributes', {
        FilterPolicyScope: 'MessageBody',
        FilterPolicy: '{"NewStateValue":["OK"]}',
      }),
    ],
    [
      'a subscription to another alarm',
      false,
      attributes('sns:GetSubscriptionAttributes', {
        FilterPolicyScope: 'MessageBody',
        FilterPolicy: '{"AlarmName":[{"prefix":"billing-"}]}',
      }),
    ],
    [
      'a subscription to messages that lack an attribute and have another',
      false,
      attributes('sns:GetSubscriptionAttributes', { FilterPolicy: '{"severity":[{"exists":false}]}' }),
    ],
    ['a filter of the same pattern in lower case', false, filter({ filterPattern: '{ $.eventName = "disablekey" }' })],
    ['a filter of the pattern in quotes', false, filter({ filterPattern: '"{ $.eventName = DisableKey }"' })],
    [
      'an alarm on a percentile that few samples do not move',
      null,
      alarm({ Statistic: undefined, ExtendedStatistic: 'p99', EvaluateLowSampleCountPercentile: 'ignore' }),
    ],
    [
      'an alarm on a metric of a dimension without value',
      false,
      alarm({ Dimensions: [{ Name: 'eventName', Value: '' }] }),
    ],
    ['an alarm that rings when it is quiet', false, alarm({ ComparisonOperator: 'LessThanThreshold' })],
    ['an alarm on a trimmed mean of a minute', null, alarm({ Statistic: undefined, ExtendedStatistic: 'PR(5:)' })],
  ])('%s: %s', (_name, expected, change) => {
    expect(toldIn(change(filterAccount()))).toBe(expected);
  });
});

describe('over a rule', () => {
  const rule =
    (members: object): Change =>
    (account) =>
      withItem(account, 'events:ListRules', 'Rules', members);
  const pattern = (members: object) => rule({ EventPattern: JSON.stringify(members) });

  it.each<[string, boolean | null, Change]>([
    ['as it is', true, (account) => account],
    [
      'the name of the event where its type stands',
      false,
      pattern({ source: ['aws.kms'], 'detail-type': ['DisableKey'] }),
    ],
    ['the service’s address where its name stands', false, pattern({ source: ['kms.amazonaws.com'] })],
    ['a call that failed', false, pattern({ source: ['aws.kms'], detail: { errorCode: [{ exists: true }] } })],
    [
      'anything but one error, which asks for an error',
      false,
      pattern({ source: ['aws.kms'], detail: { errorCode: [{ 'anything-but': 'AccessDenied' }] } }),
    ],
    [
      'a resource, of which events over CloudTrail name none',
      false,
      pattern({ source: ['aws.kms'], resources: [{ prefix: 'arn:aws:kms' }] }),
    ],
    ['a rule of another bus', false, rule({ EventBusName: 'security' })],
    ['a topic key that is enabled and asymmetric', false, key(TOPIC_KEY, { KeySpec: 'ECC_NIST_P256' })],
    ['a FIFO topic', null, topic({ FifoTopic: 'true', ContentBasedDeduplication: 'true' })],
    ['a topic that is open to every account', null, topicPolicy({ ...ALLOW, Principal: { AWS: '*' } })],
  ])('%s: %s', (_name, expected, change) => {
    expect(toldIn(change(ruleAccount()))).toBe(expected);
  });
});
