import { describe, expect, it } from 'vitest';
import { samePolicy } from './same-policy.js';
import { isSetting, isWithoutAdded, type Setting, sameSetting } from './same-setting.js';
import { type Step, step, type WriteInputs } from './step.js';

const REGION = 'eu-west-1';
const ROOT = 'arn:aws:iam::111122223333:root';

function setting(of: Step): Setting {
  if (!isSetting(of)) throw new Error(of.operation);
  return of;
}

function policy(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

const ALLOW = { Sid: 'a', Effect: 'Allow', Principal: { AWS: ROOT }, Action: ['sns:Publish'], Resource: '*' };
const DENY = { Sid: 'd', Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: '*' };

describe('policies that say the same', () => {
  it.each([
    [
      'in another order of members',
      { Resource: '*', Action: ['sns:Publish'], Principal: { AWS: ROOT }, Effect: 'Allow', Sid: 'a' },
    ],
    ['a list of one as text', { ...ALLOW, Action: 'sns:Publish' }],
    ['an action in other letters', { ...ALLOW, Action: 'SNS:Publish' }],
    ['an account by its number', { ...ALLOW, Principal: { AWS: '111122223333' } }],
    ['the same twice', { ...ALLOW, Action: ['sns:Publish', 'sns:Publish'] }],
  ])('%s', (_name, other) => {
    expect(samePolicy(policy(ALLOW, DENY), policy(other, DENY))).toBe(true);
    expect(samePolicy(policy(ALLOW, DENY), policy(DENY, other))).toBe(true);
  });

  it('spaces, a single statement without its list, and everybody in either spelling', () => {
    expect(samePolicy(policy(DENY), JSON.stringify({ Statement: DENY, Version: '2012-10-17' }, null, 2))).toBe(true);
    expect(samePolicy(policy(DENY), policy({ ...DENY, Principal: { AWS: '*' } }))).toBe(true);
    const secure = (value: unknown) => ({ ...DENY, Condition: { Bool: { 'aws:SecureTransport': value } } });
    expect(samePolicy(policy(secure('false')), policy(secure([false])))).toBe(true);
  });

  it.each([
    ['a statement more', policy(ALLOW, DENY)],
    ['another effect', policy({ ...ALLOW, Effect: 'Deny' })],
    ['another action', policy({ ...ALLOW, Action: 'sns:Receive' })],
    ['an action more', policy({ ...ALLOW, Action: ['sns:Publish', 'sns:Receive'] })],
    ['another principal', policy({ ...ALLOW, Principal: { AWS: 'arn:aws:iam::444455556666:root' } })],
    [
      'a user in the place of the root',
      policy({ ...ALLOW, Principal: { AWS: 'arn:aws:iam::111122223333:user/root' } }),
    ],
    ['a service of the same name', policy({ ...ALLOW, Principal: { Service: ROOT } })],
    ['a resource in other letters', policy({ ...ALLOW, Resource: 'arn:aws:sns:eu-west-1:111122223333:A' })],
    ['a condition', policy({ ...ALLOW, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } })],
    ['another version', JSON.stringify({ Version: '2008-10-17', Statement: [ALLOW] })],
    ['no JSON', 'nothing'],
    ['nothing', ''],
  ])('and others do not: %s', (_name, other) => {
    expect(samePolicy(policy(ALLOW), other)).toBe(false);
    expect(samePolicy(other, policy(ALLOW))).toBe(false);
  });
});

describe('what is there, and what a step sets', () => {
  const filter = (members: Partial<WriteInputs['logs:PutMetricFilter']> = {}) =>
    setting(
      step('logs:PutMetricFilter', REGION, {
        logGroupName: 'g',
        filterName: 'f',
        filterPattern: 'x',
        metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
        ...members,
      }),
    );
  const alarm = (members: object = {}) =>
    setting(
      step('cloudwatch:PutMetricAlarm', REGION, {
        AlarmName: 'a',
        EvaluationPeriods: 1,
        AlarmActions: ['t1', 't2'],
        ...members,
      }),
    );
  const selectors = (EventSelectors: WriteInputs['cloudtrail:PutEventSelectors']['EventSelectors']) =>
    setting(step('cloudtrail:PutEventSelectors', REGION, { TrailName: 't', EventSelectors: EventSelectors ?? [] }));

  it('are the same where only defaults are written out', () => {
    expect(sameSetting(filter({ applyOnTransformedLogs: false, emitSystemFieldDimensions: [] }), filter())).toBe(true);
    const unit = { metricName: 'm', metricNamespace: 'n', metricValue: '1', unit: 'None', dimensions: {} };
    expect(sameSetting(filter({ metricTransformations: [unit] }), filter())).toBe(true);
    const told = {
      ActionsEnabled: true,
      OKActions: [],
      TreatMissingData: 'missing',
      DatapointsToAlarm: 1,
      Dimensions: [],
    };
    expect(sameSetting(alarm({ ...told, AlarmActions: ['t2', 't1'] }), alarm())).toBe(true);
    const whole = {
      ReadWriteType: 'All',
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: [],
    };
    expect(sameSetting(selectors([whole]), selectors([{ IncludeManagementEvents: true }]))).toBe(true);
  });

  it.each([
    ['a pattern', filter({ filterPattern: 'y' }), filter()],
    [
      'a unit',
      filter({ metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1', unit: 'Count' }] }),
      filter(),
    ],
    [
      'a default value of nought',
      filter({ metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1', defaultValue: 0 }] }),
      filter(),
    ],
    ['field selection criteria', filter({ fieldSelectionCriteria: '@aws.account = "1"' }), filter()],
    ['an action', alarm({ AlarmActions: ['t1', 't2', 't3'] }), alarm()],
    ['its actions being off', alarm({ ActionsEnabled: false }), alarm()],
    ['a description', alarm({ AlarmDescription: 'x' }), alarm()],
    ['a threshold of nought', alarm({ Threshold: 0 }), alarm()],
    [
      'a source that is left out',
      selectors([{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }]),
      selectors([{}]),
    ],
    ['a selector', selectors([{}, {}]), selectors([{}])],
  ])('are not where they differ by %s', (_name, found, wanted) => {
    expect(sameSetting(found, wanted)).toBe(false);
    expect(sameSetting(wanted, found)).toBe(false);
    expect(sameSetting(found, found)).toBe(true);
  });

  it('of a trail that which the step names counts, and no more', () => {
    const found = setting(
      step('cloudtrail:UpdateTrail', REGION, { Name: 't', IsMultiRegionTrail: true, CloudWatchLogsLogGroupArn: 'g' }),
    );
    const wanted = (members: object) => setting(step('cloudtrail:UpdateTrail', REGION, { Name: 't', ...members }));
    expect(sameSetting(found, wanted({ IsMultiRegionTrail: true }))).toBe(true);
    expect(sameSetting(found, wanted({ CloudWatchLogsLogGroupArn: 'g' }))).toBe(true);
    expect(sameSetting(found, wanted({ CloudWatchLogsLogGroupArn: '' }))).toBe(false);
    expect(sameSetting(found, wanted({ IsMultiRegionTrail: true, CloudWatchLogsLogGroupArn: 'h' }))).toBe(false);
  });

  it('a key of a topic, and a filter policy, are compared as they are', () => {
    const topic = (AttributeName: 'Policy' | 'KmsMasterKeyId', AttributeValue: string) =>
      setting(step('sns:SetTopicAttributes', REGION, { TopicArn: 't', AttributeName, AttributeValue }));
    expect(sameSetting(topic('KmsMasterKeyId', 'alias/a'), topic('KmsMasterKeyId', 'alias/b'))).toBe(false);
    expect(sameSetting(topic('Policy', policy(ALLOW)), topic('Policy', ` ${policy(ALLOW)}`))).toBe(true);
    const wants = (AttributeValue: string) =>
      setting(
        step('sns:SetSubscriptionAttributes', REGION, {
          SubscriptionArn: 's',
          AttributeName: 'FilterPolicy',
          AttributeValue,
        }),
      );
    expect(sameSetting(wants('{"a": ["b"]}'), wants('{"a":["b"]}'))).toBe(true);
    expect(sameSetting(wants('{}'), wants('{"a":["b"]}'))).toBe(false);
  });
});

describe('a policy in which nothing is left of what was added', () => {
  const key = (...statements: readonly object[]) =>
    setting(step('kms:PutKeyPolicy', REGION, { KeyId: 'k', PolicyName: 'default', Policy: policy(...statements) }));
  const OURS = { ...ALLOW, Sid: 'Ours', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] };

  it('is one that need not be taken back, whatever else is in it', () => {
    expect(isWithoutAdded(key(ALLOW, DENY), key(ALLOW, OURS), key(ALLOW))).toBe(true);
    expect(isWithoutAdded(key(DENY), key(ALLOW, OURS), key(ALLOW))).toBe(true);
    expect(isWithoutAdded(key(ALLOW, DENY, OURS), key(ALLOW, OURS), key(ALLOW))).toBe(false);
    // Where nothing was added, nothing tells.
    expect(isWithoutAdded(key(DENY), key(ALLOW), key(ALLOW))).toBe(false);
  });
});
