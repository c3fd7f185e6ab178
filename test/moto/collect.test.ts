import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Account, Operation } from '../../src/account/account.js';
import { loadAccount } from '../../src/account/load.js';
import { digestOf, saveAccount } from '../../src/account/save.js';
import { answerTo, itemsOf } from '../../src/account/view.js';
import { type CollectOptions, collect } from '../../src/aws/collect.js';
import { furtherAlarms, muteRules } from '../proxy/alarms.js';
import type { Behaviour } from '../proxy/call.js';
import { likeAws } from '../proxy/like-aws.js';
import { endless, pages } from '../proxy/paging.js';
import { type AwsProxy, startProxy, tally } from '../proxy/proxy.js';
import { breakDown, deny, failWith, throttle } from '../proxy/refusals.js';
import { DEFAULT_REGIONS, regions } from '../proxy/regions.js';
import { pendingConfirmation } from '../proxy/topics.js';
import { trailMembers } from '../proxy/trails.js';
import { deploy } from './deploy.js';
import { openSandbox, type Sandbox } from './sandbox.js';
import { chainFor, KEY_LOSS_PATTERN, type Spec } from './spec.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const moto = inject('moto');

const SEEING = { source: ['aws.kms'], 'detail-type': ['AWS API Call via CloudTrail'] };

/** Everything that a snapshot can read: keys, a rule beside the alarm, two topics, webhooks. */
const FULL: Spec = {
  ...chainFor(KEY_LOSS_PATTERN),
  keys: [{ name: 'trail' }, { name: 'topic' }],
  logGroups: [{ name: 'cloudtrail' }, { name: 'cloudtrail-of-somebody-else' }],
  trails: [{ name: 'management', logGroup: 'cloudtrail', key: 'trail' }],
  topics: [
    {
      name: 'security',
      key: 'alias/topic',
      subscriptions: [
        { protocol: 'email', endpoint: 'security@example.com' },
        { protocol: 'https', endpoint: 'https://user:pa55@hooks.example.com/services/T000/B000/s3cr3t?token=s3cr3t' },
        { protocol: 'sms', endpoint: '+15550100199', attributes: { FilterPolicy: '{"a":["b"]}' } },
      ],
    },
    { name: 'rules', subscriptions: [{ protocol: 'email', endpoint: 'rules@example.com' }] },
  ],
  rules: [
    { name: 'key-loss', pattern: SEEING, targets: ['rules'], input: '{"password":"s3cr3t"}' },
    { name: 'orders', pattern: { source: ['com.example.orders'] }, targets: ['rules'] },
    { name: 'nightly', schedule: 'rate(1 day)', targets: ['rules'] },
  ],
};

describe.skipIf(moto.url === null)('collect, from an AWS API on the wire', () => {
  const url = moto.url ?? '';
  let full: Sandbox;
  let empty: Sandbox;
  let proxy: AwsProxy | undefined;

  beforeAll(async () => {
    [full, empty] = await Promise.all([openSandbox(url), openSandbox(url)]);
    await deploy(full, FULL);
  });

  afterEach(async () => {
    await proxy?.close();
    proxy = undefined;
    delete process.env.AWS_MAX_ATTEMPTS;
  });

  async function read(
    sandbox: Sandbox,
    behaviours: readonly Behaviour[] = [],
    options: Partial<CollectOptions> = {},
  ): Promise<Account> {
    proxy = await startProxy(url, [...behaviours, ...likeAws(NOW)]);
    return collect({ now: () => NOW, endpointUrl: proxy.url, credentials: sandbox.credentials, ...options });
  }

  it('reads what a path can pass through, and nothing else', async () => {
    const account = await read(full);
    expect(account.account).toBe(full.account);
    expect(account.partition).toBe('aws');
    expect(account.caller).toContain(':assumed-role/auditor/audit');
    expect(account.readAt).toBe(NOW.toISOString());
    expect(account.regions).toEqual(DEFAULT_REGIONS);
    expect(account.narrowed).toBe(false);
    expect(account.reads.filter((one) => one.error)).toEqual([]);
    const asked = tally(proxy!.calls);
    expect(asked).toEqual({
      'sts:GetCallerIdentity': 1,
      'ec2:DescribeRegions': 1,
      'iam:ListAccountAliases': 1,
      'cloudtrail:DescribeTrails': 17,
      'cloudtrail:GetTrailStatus': 1,
      'cloudtrail:GetEventSelectors': 1,
      'events:ListRules': 17,
      'events:ListTargetsByRule': 1, // neither the rule on a schedule nor the one that sees only orders
      'logs:DescribeLogGroups': 1,
      'logs:DescribeMetricFilters': 1,
      'logs:DescribeSubscriptionFilters': 1,
      'cloudwatch:DescribeAlarms': 1,
      'cloudwatch:ListAlarmMuteRules': 1,
      'sns:GetTopicAttributes': 2,
      'sns:ListSubscriptionsByTopic': 2,
      'sns:GetSubscriptionAttributes': 4,
      'kms:DescribeKey': 2,
      'kms:GetKeyPolicy': 2,
    });
  });

  it('asks at most 56 times for one chain in 17 Regions', async () => {
    const sandbox = await openSandbox(url);
    await deploy(sandbox, chainFor(KEY_LOSS_PATTERN));
    await read(sandbox);
    expect(proxy!.calls.length).toBeLessThanOrEqual(56);
    expect(proxy!.calls.length).toBe(47);
  });

  it('keeps the answers as AWS spells them, dates as text', async () => {
    const account = await read(full);
    const arn = `arn:aws:cloudtrail:us-east-1:${full.account}:trail/management`;
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
    const account = await read(full);
    const described = answerTo(account, 'us-east-1', 'kms:DescribeKey', { KeyId: 'alias/topic' });
    const pages = described.kind === 'answered' ? described.pages : [];
    const { Arn } = (pages[0]?.KeyMetadata ?? {}) as { Arn?: string };
    expect(Arn).toMatch(/:key\//);
    expect(answerTo(account, 'us-east-1', 'kms:GetKeyPolicy', { KeyId: Arn }).kind).toBe('answered');
  });

  it('lets no secret into the file', async () => {
    const text = saveAccount(await read(full));
    for (const secret of [
      's3cr3t',
      'pa55',
      'B000',
      '5550100',
      full.credentials.secretAccessKey,
      full.credentials.sessionToken,
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toMatch(/"https:\/\/hooks\.example\.com\/#sha256:[0-9a-f]{64}"/);
    expect(text).toContain('security@example.com');
    expect(text).toContain('FilterPolicy');
  });

  it('can be saved and loaded, and does not depend on the order of answers', async () => {
    const account = await read(full, [], { maxInFlight: 1 });
    await proxy?.close();
    const again = await read(full, [], { maxInFlight: 20 });
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
    const account = await read(sandbox, [
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

    await proxy?.close();
    const cut = await read(sandbox, [
      deny('logs:DescribeMetricFilters', { furtherPages: true }),
      pages('logs:DescribeMetricFilters', 3),
    ]);
    const listing = cut.reads.find((one) => one.operation === 'logs:DescribeMetricFilters');
    expect(listing?.pages).toHaveLength(1);
    expect(listing?.error?.kind).toBe('denied');
  });

  it('stops at a listing that never ends, and says so', async () => {
    const account = await read(full, [endless('events:ListRules')], { regions: ['us-east-1'] });
    const listing = account.reads.find((one) => one.operation === 'events:ListRules');
    expect(listing?.error?.kind).toBe('truncated');
    expect(listing?.pages.length).toBeGreaterThan(0);
  });

  const further = () => [
    muteRules('us-east-1', full.account, [
      { name: 'nights', alarms: ['kms-key-loss'], status: 'ACTIVE', expression: 'cron(0 20 * * *)', duration: 'PT10H' },
      {
        name: 'over',
        alarms: ['kms-key-loss'],
        status: 'EXPIRED',
        expression: 'at(2026-01-01T00:00)',
        duration: 'PT1H',
      },
    ]),
    furtherAlarms('us-east-1', {
      composite: [
        {
          AlarmName: 'any',
          AlarmArn: `arn:aws:cloudwatch:us-east-1:${full.account}:alarm:any`,
          AlarmRule: 'ALARM("kms-key-loss")',
          ActionsEnabled: true,
          AlarmActions: [`arn:aws:sns:us-east-1:${full.account}:rules`],
        },
      ],
      log: [{ AlarmName: 'query', AlarmActions: [`arn:aws:sns:eu-west-1:${full.account}:not-there`] }],
    }),
  ];

  it('reads composite alarms, log alarms and mute rules, and the topics of the former', async () => {
    const account = await read(full, further());
    const alarms = pagesOf(account, 'cloudwatch:DescribeAlarms');
    expect(itemsOf<object>(alarms, 'CompositeAlarms')[0]).toMatchObject({ AlarmRule: 'ALARM("kms-key-loss")' });
    expect(itemsOf<object>(alarms, 'LogAlarms')[0]).toMatchObject({ AlarmName: 'query' });
    expect(
      answerTo(account, 'us-east-1', 'cloudwatch:GetAlarmMuteRule', { AlarmMuteRuleName: 'nights' }),
    ).toMatchObject({
      kind: 'answered',
      pages: [{ MuteTargets: { AlarmNames: ['kms-key-loss'] } }],
    });
    expect(tally(proxy!.calls)['cloudwatch:GetAlarmMuteRule']).toBe(1);
    const absent = `arn:aws:sns:eu-west-1:${full.account}:not-there`;
    expect(answerTo(account, 'eu-west-1', 'sns:GetTopicAttributes', { TopicArn: absent }).kind).toBe('not-found');
  });

  it('does not ask for the attributes of a subscription that nobody confirmed', async () => {
    const account = await read(full, [pendingConfirmation()]);
    const subscriptions = account.reads
      .filter((one) => one.operation === 'sns:ListSubscriptionsByTopic')
      .flatMap((one) => itemsOf<{ SubscriptionArn: string }>(one.pages, 'Subscriptions'));
    expect(subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation')).toHaveLength(2);
    expect(tally(proxy!.calls)['sns:GetSubscriptionAttributes']).toBe(2);
  });

  const DENIABLE: readonly Operation[] = [
    'ec2:DescribeRegions',
    'iam:ListAccountAliases',
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'logs:DescribeLogGroups',
    'logs:DescribeMetricFilters',
    'logs:DescribeSubscriptionFilters',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:ListAlarmMuteRules',
    'cloudwatch:GetAlarmMuteRule',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:GetSubscriptionAttributes',
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
    'events:ListRules',
    'events:ListTargetsByRule',
  ];

  it.each(DENIABLE)('says that %s was denied, and reads on', async (operation) => {
    const account = await read(full, [deny(operation), ...further()]);
    const reads = account.reads.filter((one) => one.operation === operation);
    expect(reads.length).toBeGreaterThan(0);
    for (const one of reads) expect(one).toMatchObject({ pages: [], error: { kind: 'denied' } });
    expect(reads[0]?.error?.message).toContain(operation);
    expect(tally(proxy!.calls)[operation]).toBe(reads.length); // a refusal is not tried again
    const others = account.reads.filter((one) => one.operation !== operation && one.error);
    expect(others.filter((one) => one.error?.kind !== 'not-found')).toEqual([]);
  });

  it('reads the configured Region alone when it may not know which are enabled', async () => {
    const account = await read(full, [deny('ec2:DescribeRegions')], {});
    expect(account.regions).toEqual(['us-east-1']);
    expect(account.narrowed).toBe(false);
  });

  it('calls in a Region that is denied concern that Region alone', async () => {
    const account = await read(full, [deny('events:ListRules', { region: 'eu-west-1' })]);
    expect(account.reads.filter((one) => one.error).map((one) => one.region)).toEqual(['eu-west-1']);
  });

  it('tries again what was throttled, and says so when it gives up', async () => {
    const patient = await read(full, [throttle('cloudtrail:DescribeTrails', { region: 'eu-west-1', times: 1 })]);
    expect(patient.reads.filter((one) => one.error)).toEqual([]);
    await proxy?.close();
    process.env.AWS_MAX_ATTEMPTS = '2';
    for (const operation of ['cloudwatch:DescribeAlarms', 'sns:ListSubscriptionsByTopic'] as const) {
      const account = await read(full, [throttle(operation)], { regions: ['us-east-1'] });
      const reads = account.reads.filter((one) => one.operation === operation);
      expect(reads.length).toBeGreaterThan(0);
      for (const one of reads) expect(one.error?.kind).toBe('throttled');
      expect(tally(proxy!.calls)[operation]).toBe(2 * reads.length);
      await proxy?.close();
    }
  });

  it('calls a server in distress a failure, and not a missing operation', async () => {
    process.env.AWS_MAX_ATTEMPTS = '1';
    const account = await read(full, [breakDown('events:ListRules')], { regions: ['us-east-1'] });
    expect(account.reads.find((one) => one.operation === 'events:ListRules')?.error?.kind).toBe('failed');
  });

  it.each([
    ['UnknownOperationException', 'unsupported'],
    ['InvalidAction', 'unsupported'],
    ['UnrecognizedClientException', 'disabled'],
    ['OptInRequired', 'disabled'],
    ['UnsupportedOperationException', 'failed'],
    ['InternalFailure', 'failed'],
  ])('takes %s as %s', async (code, kind) => {
    process.env.AWS_MAX_ATTEMPTS = '1';
    const account = await read(full, [failWith('events:ListRules', code, 'no')], { regions: ['us-east-1'] });
    expect(account.reads.find((one) => one.operation === 'events:ListRules')?.error).toMatchObject({ kind, code });
  });

  it('takes a trail that was listed and then not found as a failure', async () => {
    const account = await read(full, [
      failWith('cloudtrail:GetTrailStatus', 'TrailNotFoundException', 'Unknown trail'),
    ]);
    expect(account.reads.find((one) => one.operation === 'cloudtrail:GetTrailStatus')?.error?.kind).toBe('failed');
  });

  it('works on plain moto, and notes what it lacks', async () => {
    const account = await collect({ now: () => NOW, endpointUrl: url, credentials: full.credentials });
    const failed = account.reads.filter((one) => one.error);
    expect(failed.map((one) => [one.operation, one.error?.kind])).toEqual([
      ['cloudwatch:ListAlarmMuteRules', 'unsupported'],
    ]);
    expect(account.regions).toContain('us-east-1');
    expect(account.regions).not.toContain('cn-north-1');
  });

  it('asks for what moto lacks only once', async () => {
    proxy = await startProxy(url);
    await collect({ now: () => NOW, endpointUrl: proxy.url, credentials: full.credentials, regions: ['us-east-1'] });
    expect(tally(proxy.calls)['cloudwatch:ListAlarmMuteRules']).toBe(1);
  });

  it('reads the named Regions, and the home Region of a trail that reaches into them', async () => {
    const account = await read(full, [], { regions: ['eu-west-1'] });
    expect(account.regions).toEqual(['eu-west-1']);
    expect(account.narrowed).toBe(true);
    const asked = tally(proxy!.calls);
    expect(asked['cloudtrail:DescribeTrails']).toBe(2);
    expect(asked['events:ListRules']).toBe(1);
    expect(asked['logs:DescribeMetricFilters']).toBe(1);
    expect(account.reads.find((one) => one.operation === 'cloudtrail:GetTrailStatus')?.region).toBe('us-east-1');
  });

  it('leaves out Regions that were not opted into, and those of other partitions', async () => {
    const enabled = regions(['eu-west-1', 'us-east-1', 'cn-north-1', 'us-gov-west-1'], ['me-south-1']);
    const account = await read(empty, [enabled]);
    expect(account.regions).toEqual(['eu-west-1', 'us-east-1']);
    expect(tally(proxy!.calls)['cloudtrail:DescribeTrails']).toBe(2);
    await proxy?.close();
    await expect(read(empty, [enabled], { regions: ['eu-west-1', 'me-south-1'] })).rejects.toMatchObject({
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
    const account = await read(sandbox);
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
    const account = await read(full, [
      trailMembers(() => ({
        TrailARN: 'arn:aws:cloudtrail:us-east-1:999999999999:trail/organization',
        IsOrganizationTrail: true,
        CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:999999999999:log-group:cloudtrail:*',
      })),
    ]);
    expect(tally(proxy!.calls)['logs:DescribeMetricFilters']).toBeUndefined();
    expect(account.reads.some((one) => one.operation === 'cloudtrail:GetTrailStatus')).toBe(true);
  });

  it('an account without trails takes few calls', async () => {
    const account = await read(empty);
    expect(account.reads.filter((one) => one.error)).toEqual([]);
    expect(proxy!.calls).toHaveLength(3 + 2 * 17);
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
    await read(empty, [count], { maxInFlight: 3 });
    expect(most).toBe(3);
  });

  it('says on the way what it is doing', async () => {
    const messages: string[] = [];
    await read(full, [], { progress: (message) => messages.push(message) });
    expect(messages[0]).toBe(`account ${full.account}: trails and rules in 17 Regions`);
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
