import { describe, expect, inject, it } from 'vitest';
import type { Operation } from '../../src/account/account.js';
import { collect } from '../../src/aws/collect.js';
import { startProxy, tally } from '../proxy/proxy.js';
import { breakDown, deny, failWith, throttle } from '../proxy/refusals.js';
import { further, NOW, reading } from './reading.js';

const moto = inject('moto');

describe.skipIf(moto.url === null)('what collect makes of errors', () => {
  const url = moto.url ?? '';
  const here = reading();

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
    'sns:GetDataProtectionPolicy',
    'sns:ListSubscriptionsByTopic',
    'sns:GetSubscriptionAttributes',
    'sqs:GetQueueAttributes',
    'lambda:GetFunctionConfiguration',
    'lambda:GetFunctionConcurrency',
    'lambda:GetPolicy',
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
    'events:DescribeEventBus',
    'events:ListRules',
    'events:ListTargetsByRule',
  ];

  it.each(DENIABLE)('says that %s was denied, and reads on', async (operation) => {
    const account = await here.read(here.full, [deny(operation), ...further(here.full.account)]);
    const reads = account.reads.filter((one) => one.operation === operation);
    expect(reads.length).toBeGreaterThan(0);
    for (const one of reads) expect(one).toMatchObject({ pages: [], error: { kind: 'denied' } });
    expect(reads[0]?.error?.message).toContain(operation);
    expect(tally(here.proxy.calls)[operation]).toBe(reads.length); // a refusal is not tried again
    const others = account.reads.filter((one) => one.operation !== operation && one.error);
    expect(others.filter((one) => one.error?.kind !== 'not-found')).toEqual([]);
  });

  it('reads the configured Region alone when it may not know which are enabled', async () => {
    const account = await here.read(here.full, [deny('ec2:DescribeRegions')], {});
    expect(account.regions).toEqual(['us-east-1']);
    expect(account.narrowed).toBe(false);
  });

  it('calls in a Region that is denied concern that Region alone', async () => {
    const account = await here.read(here.full, [deny('events:ListRules', { region: 'eu-west-1' })]);
    expect(account.reads.filter((one) => one.error).map((one) => one.region)).toEqual(['eu-west-1']);
  });

  it('tries again what was throttled, and says so when it gives up', async () => {
    const patient = await here.read(here.full, [
      throttle('cloudtrail:DescribeTrails', { region: 'eu-west-1', times: 1 }),
    ]);
    expect(patient.reads.filter((one) => one.error)).toEqual([]);
    process.env.AWS_MAX_ATTEMPTS = '2';
    for (const operation of ['cloudwatch:DescribeAlarms', 'sns:ListSubscriptionsByTopic'] as const) {
      const account = await here.read(here.full, [throttle(operation)], { regions: ['us-east-1'] });
      const reads = account.reads.filter((one) => one.operation === operation);
      expect(reads.length).toBeGreaterThan(0);
      for (const one of reads) expect(one.error?.kind).toBe('throttled');
      expect(tally(here.proxy.calls)[operation]).toBe(2 * reads.length);
    }
  });

  it('calls a server in distress a failure, and not a missing operation', async () => {
    process.env.AWS_MAX_ATTEMPTS = '1';
    const account = await here.read(here.full, [breakDown('events:ListRules')], { regions: ['us-east-1'] });
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
    const account = await here.read(here.full, [failWith('events:ListRules', code, 'no')], { regions: ['us-east-1'] });
    expect(account.reads.find((one) => one.operation === 'events:ListRules')?.error).toMatchObject({ kind, code });
  });

  it('takes a trail that was listed and then not found as a failure', async () => {
    const account = await here.read(here.full, [
      failWith('cloudtrail:GetTrailStatus', 'TrailNotFoundException', 'Unknown trail'),
    ]);
    expect(account.reads.find((one) => one.operation === 'cloudtrail:GetTrailStatus')?.error?.kind).toBe('failed');
  });

  it('works on plain moto, and notes what it lacks', async () => {
    const account = await collect({ now: () => NOW, endpointUrl: url, credentials: here.full.credentials });
    const failed = account.reads.filter((one) => one.error);
    expect(failed.map((one) => [one.operation, one.error?.kind])).toEqual([
      ['cloudwatch:ListAlarmMuteRules', 'unsupported'],
      ['sns:GetDataProtectionPolicy', 'unsupported'],
      ['sns:GetDataProtectionPolicy', 'unsupported'],
    ]);
    expect(account.regions).toContain('us-east-1');
    expect(account.regions).not.toContain('cn-north-1');
  });

  it('asks for what moto lacks only once', async () => {
    const proxy = await startProxy(url);
    const options = { endpointUrl: proxy.url, credentials: here.full.credentials, regions: ['us-east-1'] };
    await collect({ now: () => NOW, ...options });
    expect(tally(proxy.calls)['cloudwatch:ListAlarmMuteRules']).toBe(1);
    await proxy.close();
  });
});
