import { describe, expect, inject, it } from 'vitest';
import type { Account, Operation } from '../../src/account/account.js';
import { loadAccount } from '../../src/account/load.js';
import { digestOf, saveAccount } from '../../src/account/save.js';
import { answerTo, itemsOf } from '../../src/account/view.js';
import { AUDIT_READS } from '../../src/chain/reads.js';
import type { Behaviour } from '../proxy/call.js';
import { endless, pages } from '../proxy/paging.js';
import { tally } from '../proxy/proxy.js';
import { deny } from '../proxy/refusals.js';
import { DEFAULT_REGIONS, regions } from '../proxy/regions.js';
import { pendingConfirmation } from '../proxy/topics.js';
import { trailMembers } from '../proxy/trails.js';
import { deploy } from './deploy.js';
import { further, NOW, reading } from './reading.js';
import { openSandbox } from './sandbox.js';
import { chainFor, KEY_LOSS_PATTERN } from './spec.js';

const moto = inject('moto');

describe.skipIf(moto.url === null)('collect, from an AWS API on the wire', () => {
  const url = moto.url ?? '';
  const here = reading();

  it('reads what a path can pass through, and nothing else', async () => {
    const account = await here.read(here.full);
    expect(account.account).toBe(here.full.account);
    expect(account.partition).toBe('aws');
    expect(account.caller).toContain(':assumed-role/auditor/audit');
    expect(account.readAt).toBe(NOW.toISOString());
    expect(account.regions).toEqual(DEFAULT_REGIONS);
    expect(account.narrowed).toBe(false);
    expect(account.reads.filter((one) => one.error)).toEqual([]);
    const asked = tally(here.proxy.calls);
    expect(asked).toEqual({
      'sts:GetCallerIdentity': 1,
      'ec2:DescribeRegions': 1,
      'iam:ListAccountAliases': 1,
      'cloudtrail:DescribeTrails': 17,
      'cloudtrail:GetTrailStatus': 1,
      'cloudtrail:GetEventSelectors': 1,
      'events:ListRules': 17,
      'events:DescribeEventBus': 1, // in the one Region with such a rule
      'events:ListTargetsByRule': 1, // neither the rule on a schedule nor the one that sees only orders
      'logs:DescribeLogGroups': 1,
      'logs:DescribeMetricFilters': 1,
      'logs:DescribeSubscriptionFilters': 1,
      'cloudwatch:DescribeAlarms': 1,
      'cloudwatch:ListAlarmMuteRules': 1,
      'sns:GetTopicAttributes': 2,
      'sns:GetDataProtectionPolicy': 2,
      'sns:ListSubscriptionsByTopic': 2,
      'sns:GetSubscriptionAttributes': 6,
      'sqs:GetQueueAttributes': 1,
      'lambda:GetFunctionConfiguration': 1,
      'lambda:GetFunctionConcurrency': 1,
      'lambda:GetPolicy': 1,
      'kms:DescribeKey': 3,
      'kms:GetKeyPolicy': 3,
    });
  });

  it('asks every operation that an audit declares to read, where there is something to ask of', async () => {
    await here.read(here.full, further(here.full.account));
    expect(Object.keys(tally(here.proxy.calls)).sort()).toEqual(AUDIT_READS);
  });

  it('asks at most 56 times for one chain in 17 Regions', async () => {
    const sandbox = await openSandbox(url);
    await deploy(sandbox, chainFor(KEY_LOSS_PATTERN));
    await here.read(sandbox);
    expect(here.proxy.calls.length).toBeLessThanOrEqual(56);
    expect(here.proxy.calls.length).toBe(48);
  });

  it('keeps the answers as AWS spells them, dates as text', async () => {
    const account = await here.read(here.full);
    const arn = `arn:aws:cloudtrail:us-east-1:${here.full.account}:trail/management`;
    const status = answerTo(account, 'us-east-1', 'cloudtrail:GetTrailStatus', { Name: arn });
    expect(status).toMatchObject({
      kind: 'answered',
      pages: [{ IsLogging: true, LatestCloudWatchLogsDeliveryTime: '2026-11-20T11:55:00.000Z' }],
    });
    const selectors = answerTo(account, 'us-east-1', 'cloudtrail:GetEventSelectors', { TrailName: arn });
    expect(selectors).toMatchObject({ pages: [{ EventSelectors: [{ ReadWriteType: 'All' }] }] });
    const shadow = answerTo(account, 'eu-west-1', 'cloudtrail:DescribeTrails', { includeShadowTrails: true });
    expect(shadow).toMatchObject({ pages: [{ trailList: [{ TrailARN: arn, HomeRegion: 'us-east-1' }] }] });
    expect(saveAccount(account)).not.toContain('$metadata');
  });

  it('describes an alias, and asks for the policy of the key behind it', async () => {
    const account = await here.read(here.full);
    const described = answerTo(account, 'us-east-1', 'kms:DescribeKey', { KeyId: 'alias/topic' });
    const pages = described.kind === 'answered' ? described.pages : [];
    const { Arn } = (pages[0]?.KeyMetadata ?? {}) as { Arn?: string };
    expect(Arn).toMatch(/:key\//);
    expect(answerTo(account, 'us-east-1', 'kms:GetKeyPolicy', { KeyId: Arn }).kind).toBe('answered');
  });

  it('lets no secret into the file', async () => {
    const text = saveAccount(await here.read(here.full));
    for (const secret of [
      's3cr3t',
      'pa55',
      'B000',
      '5550100',
      here.full.credentials.secretAccessKey,
      here.full.credentials.sessionToken,
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toMatch(/"https:\/\/hooks\.example\.com\/#sha256:[0-9a-f]{64}"/);
    expect(text).toContain('security@example.com');
    expect(text).toContain('FilterPolicy');
  });

  it('can be saved and loaded, and does not depend on the order of answers', async () => {
    const account = await here.read(here.full, [], { maxInFlight: 1 });
    const again = await here.read(here.full, [], { maxInFlight: 20 });
    expect(digestOf(settled(again))).toBe(digestOf(settled(account)));
    const loaded = loadAccount(saveAccount(account), 'account.json');
    expect(loaded.ok && saveAccount(loaded.account)).toBe(saveAccount(account));
  });

  it('reads every page', async () => {
    const sandbox = await openSandbox(url);
    const chain = chainFor(KEY_LOSS_PATTERN);
    const filters = Array.from({ length: 7 }, (_, index) => ({ ...chain.filters[0]!, name: `filter-${index}` }));
    const alarms = Array.from({ length: 5 }, (_, index) => ({ ...chain.alarms[0]!, name: `alarm-${index}` }));
    await deploy(sandbox, { ...chain, filters, alarms });
    const account = await here.read(sandbox, [
      pages('logs:DescribeMetricFilters', 3),
      pages('cloudwatch:DescribeAlarms', 2),
    ]);
    const filterPages = pagesOf(account, 'logs:DescribeMetricFilters');
    expect(filterPages).toHaveLength(3);
    expect(
      itemsOf<{ filterName: string }>(filterPages, 'metricFilters')
        .map(({ filterName }) => filterName)
        .sort(),
    ).toEqual(filters.map(({ name }) => name));
    expect(itemsOf(pagesOf(account, 'cloudwatch:DescribeAlarms'), 'MetricAlarms')).toHaveLength(5);

    const cut = await here.read(sandbox, [
      deny('logs:DescribeMetricFilters', { furtherPages: true }),
      pages('logs:DescribeMetricFilters', 3),
    ]);
    const listing = cut.reads.find((one) => one.operation === 'logs:DescribeMetricFilters');
    expect(listing?.pages).toHaveLength(1);
    expect(listing?.error?.kind).toBe('denied');
  });

  it('stops at a listing that never ends, and says so', async () => {
    const account = await here.read(here.full, [endless('events:ListRules')], { regions: ['us-east-1'] });
    const listing = account.reads.find((one) => one.operation === 'events:ListRules');
    expect(listing?.error?.kind).toBe('truncated');
    expect(listing?.pages.length).toBeGreaterThan(0);
  });

  it('reads composite alarms, log alarms and mute rules, and the topics of the former', async () => {
    const account = await here.read(here.full, further(here.full.account));
    const alarms = pagesOf(account, 'cloudwatch:DescribeAlarms');
    expect(itemsOf<object>(alarms, 'CompositeAlarms')[0]).toMatchObject({ AlarmRule: 'ALARM("kms-key-loss")' });
    expect(itemsOf<object>(alarms, 'LogAlarms')[0]).toMatchObject({ AlarmName: 'query' });
    expect(
      answerTo(account, 'us-east-1', 'cloudwatch:GetAlarmMuteRule', { AlarmMuteRuleName: 'nights' }),
    ).toMatchObject({
      kind: 'answered',
      pages: [{ MuteTargets: { AlarmNames: ['kms-key-loss'] } }],
    });
    expect(tally(here.proxy.calls)['cloudwatch:GetAlarmMuteRule']).toBe(1);
    const absent = `arn:aws:sns:eu-west-1:${here.full.account}:not-there`;
    expect(answerTo(account, 'eu-west-1', 'sns:GetTopicAttributes', { TopicArn: absent }).kind).toBe('not-found');
  });

  it('does not ask for the attributes of a subscription that nobody confirmed', async () => {
    const account = await here.read(here.full, [pendingConfirmation()]);
    const subscriptions = account.reads
      .filter((one) => one.operation === 'sns:ListSubscriptionsByTopic')
      .flatMap((one) => itemsOf<{ SubscriptionArn: string }>(one.pages, 'Subscriptions'));
    expect(subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation')).toHaveLength(2);
    expect(tally(here.proxy.calls)['sns:GetSubscriptionAttributes']).toBe(4);
  });

  it('reads the named Regions, and the home Region of a trail that reaches into them', async () => {
    const account = await here.read(here.full, [], { regions: ['eu-west-1'] });
    expect(account.regions).toEqual(['eu-west-1']);
    expect(account.narrowed).toBe(true);
    const asked = tally(here.proxy.calls);
    expect(asked['cloudtrail:DescribeTrails']).toBe(2);
    expect(asked['events:ListRules']).toBe(1);
    expect(asked['logs:DescribeMetricFilters']).toBe(1);
    expect(account.reads.find((one) => one.operation === 'cloudtrail:GetTrailStatus')?.region).toBe('us-east-1');
  });

  it('leaves out Regions that were not opted into, and those of other partitions', async () => {
    const enabled = regions(['eu-west-1', 'us-east-1', 'cn-north-1', 'us-gov-west-1'], ['me-south-1']);
    const account = await here.read(here.empty, [enabled]);
    expect(account.regions).toEqual(['eu-west-1', 'us-east-1']);
    expect(tally(here.proxy.calls)['cloudtrail:DescribeTrails']).toBe(2);
    await expect(here.read(here.empty, [enabled], { regions: ['eu-west-1', 'me-south-1'] })).rejects.toMatchObject({
      code: 'unknown-region',
      message: 'the Region `me-south-1` does not exist or is not enabled in this account',
    });
  });

  it('follows single-Region trails in their own Regions, and alarms only where a trail has a log group', async () => {
    const sandbox = await openSandbox(url);
    const chain = chainFor(KEY_LOSS_PATTERN);
    const at = <T extends object>(region: string, items: readonly T[]) => items.map((item) => ({ ...item, region }));
    for (const region of ['us-east-1', 'eu-west-1']) {
      await deploy(sandbox, {
        logGroups: at(region, chain.logGroups),
        trails: at(region, [{ name: `trail-${region}`, logGroup: 'cloudtrail', multiRegion: false }]),
        filters: at(region, chain.filters),
        topics: at(region, chain.topics),
        alarms: at(region, chain.alarms),
      });
    }
    await deploy(sandbox, { trails: [{ name: 'to-s3-only', region: 'eu-west-2', logGroup: null }] });
    const account = await here.read(sandbox);
    const where = (operation: Operation) =>
      account.reads
        .filter((one) => one.operation === operation)
        .map((one) => one.region)
        .sort();
    expect(where('cloudtrail:GetTrailStatus')).toEqual(['eu-west-1', 'eu-west-2', 'us-east-1']);
    expect(where('cloudwatch:DescribeAlarms')).toEqual(['eu-west-1', 'us-east-1']);
    expect(where('sns:GetSubscriptionAttributes')).toEqual(['eu-west-1', 'us-east-1']);
  });

  it('does not ask for a log group of another account', async () => {
    const account = await here.read(here.full, [
      trailMembers(() => ({
        TrailARN: 'arn:aws:cloudtrail:us-east-1:999999999999:trail/organization',
        IsOrganizationTrail: true,
        CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:999999999999:log-group:cloudtrail:*',
      })),
    ]);
    expect(tally(here.proxy.calls)['logs:DescribeMetricFilters']).toBeUndefined();
    expect(account.reads.some((one) => one.operation === 'cloudtrail:GetTrailStatus')).toBe(true);
  });

  it('an account without trails takes few calls', async () => {
    const account = await here.read(here.empty);
    expect(account.reads.filter((one) => one.error)).toEqual([]);
    expect(here.proxy.calls).toHaveLength(3 + 2 * 17);
  });

  it('has no more calls in flight than it may', async () => {
    let now = 0;
    let most = 0;
    const count: Behaviour = async (call, next) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now--;
      return next(call);
    };
    await here.read(here.empty, [count], { maxInFlight: 3 });
    expect(most).toBe(3);
  });

  it('says on the way what it is doing', async () => {
    const messages: string[] = [];
    await here.read(here.full, [], { progress: (message) => messages.push(message) });
    expect(messages[0]).toBe(`account ${here.full.account}: trails and rules in 17 Regions`);
    expect(messages.length).toBe(3);
  });
});

function pagesOf(account: Account, operation: Operation) {
  return account.reads.filter((one) => one.operation === operation).flatMap((one) => one.pages);
}

/** moto makes up another UserId for each call of GetCallerIdentity, and delivers at the time of the question. */
function settled(account: Account): Account {
  const unsettled: readonly Operation[] = ['sts:GetCallerIdentity', 'cloudtrail:GetTrailStatus'];
  return { ...account, reads: account.reads.filter((one) => !unsettled.includes(one.operation)) };
}
