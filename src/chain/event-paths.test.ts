import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { eventPaths } from './event-paths.js';
import { changed, event, ME, read, ruleAccount, TOPIC, told, withItem } from './example-account.case.js';

const paths = (account: Account, all: readonly Account[] = [account]) => eventPaths({ account, all });
const toldIn = (account: Account, record = event(), all?: readonly Account[]) => told(paths(account, all), record);
const status = (account: Account, members: object) =>
  changed(account, 'cloudtrail:GetTrailStatus', (page) => ({ ...page, ...members }));
const trail = (account: Account, members: object) =>
  withItem(account, 'cloudtrail:DescribeTrails', 'trailList', members);
const selectors = (account: Account, selector: object) =>
  withItem(account, 'cloudtrail:GetEventSelectors', 'EventSelectors', selector);
const rule = (account: Account, members: object) => withItem(account, 'events:ListRules', 'Rules', members);
const target = (account: Account, members: object) => withItem(account, 'events:ListTargetsByRule', 'Targets', members);

describe('a rule that tells a topic', () => {
  it('tells somebody of the events of its own Region', () => {
    expect(toldIn(ruleAccount())).toBe(true);
    expect(toldIn(ruleAccount(), event({ awsRegion: 'eu-west-1' }))).toBe(false);
    expect(paths(ruleAccount()).map(({ end, waitSeconds }) => ({ end, waitSeconds }))).toEqual([
      { end: 'person', waitSeconds: 60 },
    ]);
  });

  it('needs a trail that logs there', () => {
    expect(toldIn(status(ruleAccount(), { IsLogging: false }))).toBe(false);
    expect(toldIn(trail(ruleAccount(), { IsMultiRegionTrail: false, HomeRegion: 'eu-west-1' }))).toBe(false);
    expect(toldIn(changed(ruleAccount(), 'cloudtrail:DescribeTrails', () => ({ trailList: [] })))).toBe(false);
  });

  it('is in doubt about what every trail leaves out', () => {
    expect(toldIn(selectors(ruleAccount(), { ExcludeManagementEventSources: ['kms.amazonaws.com'] }))).toBe(null);
    expect(toldIn(selectors(ruleAccount(), { ReadWriteType: 'ReadOnly' }))).toBe(null);
    expect(toldIn(selectors(ruleAccount(), { ReadWriteType: 'WriteOnly' }))).toBe(true);
  });

  it('must be enabled', () => {
    expect(toldIn(rule(ruleAccount(), { State: 'DISABLED' }))).toBe(false);
    expect(toldIn(rule(ruleAccount(), { State: 'NEW_STATE' }))).toBe(null);
    expect(toldIn(rule(ruleAccount(), { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }))).toBe(true);
    expect(toldIn(rule(ruleAccount(), { ManagedBy: 'notifications.amazonaws.com' }))).toBe(null);
  });

  it('must match the event', () => {
    const pattern = (EventPattern: object) => rule(ruleAccount(), { EventPattern: JSON.stringify(EventPattern) });
    expect(toldIn(pattern({ source: ['aws.kms'], detail: { eventName: ['ScheduleKeyDeletion'] } }))).toBe(false);
    expect(toldIn(pattern({ source: ['aws.kms'] }))).toBe(true);
    expect(toldIn(pattern({ source: ['aws.kms'], region: ['eu-west-1'] }))).toBe(false);
    expect(toldIn(pattern({ source: ['aws.kms'], account: [ME], region: ['us-east-1'] }))).toBe(true);
    expect(toldIn(pattern({ 'detail-type': ['KMS CMK Deletion'] }))).toBe(false);
    expect(toldIn(pattern({ source: ['aws.kms'], detail: { eventName: [{ like: 'Disable' }] } }))).toBe(null);
  });

  it('is noted when KMS’s own events reach it too', () => {
    const note = (EventPattern: string) => {
      const [path] = paths(rule(ruleAccount(), { EventPattern }));
      return path?.links[1]?.conditions[0]?.note;
    };
    expect(note('{"source":["aws.kms"]}')).toContain('KMS CMK Deletion');
    expect(note('{"source":["aws.kms"],"detail":{"eventName":["DisableKey"]}}')).toBeUndefined();
  });

  it('does not see read-only calls unless it says so', () => {
    const any = rule(ruleAccount(), { EventPattern: '{"source":["aws.kms"]}' });
    const readCall = event({ eventName: 'DescribeKey', readOnly: true });
    expect(toldIn(any, readCall)).toBe(false);
    expect(toldIn(any, event({ eventName: 'TestKey', readOnly: true }))).toBe(null);
    expect(toldIn(any, event({ eventName: 'GetFederationToken', readOnly: false }))).toBe(null);
    const { readOnly: _readOnly, ...silent } = event();
    expect(toldIn(any, silent)).toBe(true); // known to be a write
    expect(toldIn(any, { ...silent, eventName: 'CreateKey' })).toBe(null);
    const all = rule(any, { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' });
    expect(toldIn(all, readCall)).toBe(true);
  });
});

describe('targets', () => {
  it('other than topics are a doubt, and name the target', () => {
    const lambda = `arn:aws:lambda:us-east-1:${ME}:function:tell`;
    const account = target(ruleAccount(), { Arn: lambda });
    expect(toldIn(account)).toBe(null);
    const last = paths(account)[0]?.links.at(-1);
    expect(last).toMatchObject({ kind: 'target', id: lambda });
    expect(last?.conditions[0]?.because).toContain(lambda);
  });

  it('none: nobody is told', () => {
    expect(toldIn(changed(ruleAccount(), 'events:ListTargetsByRule', () => ({ Targets: [] })))).toBe(false);
  });

  it('with a role are judged by a policy that was not read', () => {
    const withRole = target(ruleAccount(), { RoleArn: `arn:aws:iam::${ME}:role/publish` });
    expect(toldIn(withRole)).toBe(null);
    const topic = (account: Account, attributes: object) =>
      changed(account, 'sns:GetTopicAttributes', (page) => ({
        ...page,
        Attributes: { ...(page as { Attributes: object }).Attributes, ...attributes },
      }));
    // What the service may not do the role may.
    const closed = { Policy: '{"Statement":[]}' };
    expect(toldIn(topic(ruleAccount(), closed))).toBe(false);
    expect(toldIn(topic(withRole, closed))).toBe(null);
    const managed = { KmsMasterKeyId: 'alias/aws/sns' };
    expect(toldIn(topic(ruleAccount(), managed))).toBe(false);
    expect(toldIn(topic(withRole, managed))).toBe(null);
    expect(toldIn(rule(ruleAccount(), { RoleArn: `arn:aws:iam::${ME}:role/publish` }))).toBe(null);
  });

  it('in another Region are refused by EventBridge', () => {
    expect(toldIn(target(ruleAccount(), { Arn: TOPIC.replace('us-east-1', 'eu-west-1') }))).toBe(false);
  });

  it('that rewrite the event leave its body unknown to a filter policy', () => {
    const policy = { FilterPolicy: '{"detail":{"eventName":["DisableKey"]}}', FilterPolicyScope: 'MessageBody' };
    const filtered = changed(ruleAccount(), 'sns:GetSubscriptionAttributes', () => ({ Attributes: policy }));
    expect(toldIn(filtered)).toBe(true);
    expect(toldIn(filtered, event({ eventName: 'ScheduleKeyDeletion' }))).toBe(false);
    expect(toldIn(target(filtered, { InputPath: '$.detail' }))).toBe(null);
    expect(toldIn(target(ruleAccount(), { InputPath: '$.detail' }))).toBe(true);
  });
});

describe('another bus', () => {
  const bus = `arn:aws:events:eu-west-1:${ME}:event-bus/default`;
  const aggregated = (Rules: readonly object[]): Account => {
    const away = target(ruleAccount(), { Arn: bus });
    const reads = away.reads.map((one) =>
      one.operation === 'events:ListRules' && one.region === 'eu-west-1' ? { ...one, pages: [{ Rules }] } : one,
    );
    const targets = read(
      'events:ListTargetsByRule',
      { Rule: 'there' },
      { Targets: [{ Id: '1', Arn: TOPIC }] },
      'eu-west-1',
    );
    return { ...away, reads: [...reads, targets] };
  };
  const there = (EventPattern: string) => ({ Name: 'there', State: 'ENABLED', EventPattern });

  it('is followed, and never proves: its policy was not read', () => {
    const elsewhere = TOPIC.replace('us-east-1', 'eu-west-1');
    const reads = aggregated([there('{"source":["aws.kms"]}')]).reads.map((one) =>
      one.operation.startsWith('sns:') || one.input.Rule === 'there'
        ? (JSON.parse(JSON.stringify(one).replaceAll('us-east-1', 'eu-west-1')) as Account['reads'][number])
        : one,
    );
    const account = { ...ruleAccount(), reads };
    const [path] = paths(account);
    expect(path?.links.map(({ kind }) => kind)).toEqual([
      'event-bus',
      'rule',
      'target',
      'event-bus',
      'rule',
      'target',
      'topic',
      'subscription',
    ]);
    expect(path?.links.at(-2)?.id).toBe(elsewhere);
    expect(toldIn(account)).toBe(null);
  });

  it('lets nothing through that its rules do not match', () => {
    expect(toldIn(aggregated([there('{"source":["aws.kms"],"region":["eu-west-1"]}')]))).toBe(false);
  });

  it('without a rule tells nobody', () => expect(toldIn(aggregated([]))).toBe(false));

  it('that was not read is a doubt', () => {
    expect(toldIn(target(ruleAccount(), { Arn: bus.replace('default', 'security') }))).toBe(null);
    expect(toldIn(target(ruleAccount(), { Arn: bus.replace(ME, '444455556666') }))).toBe(null);
  });
});
