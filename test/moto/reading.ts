import { afterEach, beforeAll, inject } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { type CollectOptions, collect } from '../../src/aws/collect.js';
import { furtherAlarms, muteRules } from '../proxy/alarms.js';
import type { Behaviour } from '../proxy/call.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { deploy } from './deploy.js';
import { openSandbox, type Sandbox } from './sandbox.js';
import { chainFor, KEY_LOSS_PATTERN, type Spec } from './spec.js';

export const NOW = new Date('2026-11-20T12:00:00Z');

const SEEING = { source: ['aws.kms'], 'detail-type': ['AWS API Call via CloudTrail'] };

/** Everything that a snapshot can read: keys, a rule beside the alarm, two topics, webhooks, a queue, a function. */
const full = (account: string): Spec => ({
  ...chainFor(KEY_LOSS_PATTERN),
  keys: [{ name: 'trail' }, { name: 'topic' }, { name: 'queue' }],
  functions: [{ name: 'tell', from: ['security'] }],
  queues: [{ name: 'alerts', from: ['security'], key: 'alias/queue' }],
  logGroups: [{ name: 'cloudtrail' }, { name: 'cloudtrail-of-somebody-else' }],
  trails: [{ name: 'management', logGroup: 'cloudtrail', key: 'trail' }],
  topics: [
    {
      name: 'security',
      key: 'alias/topic',
      subscriptions: [
        { protocol: 'email', endpoint: 'security@example.com' },
        { protocol: 'https', endpoint: 'https://user:pa55@hooks.example.com/services/T000/B000/s3cr3t?token=s3cr3t' },
        { protocol: 'lambda', endpoint: `arn:aws:lambda:us-east-1:${account}:function:tell` },
        { protocol: 'sqs', endpoint: `arn:aws:sqs:us-east-1:${account}:alerts` },
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
});

/** What moto does not keep, added to it: mute rules, a composite alarm and a log alarm whose topic is not there. */
export const further = (account: string): readonly Behaviour[] => [
  muteRules('us-east-1', account, [
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
        AlarmArn: `arn:aws:cloudwatch:us-east-1:${account}:alarm:any`,
        AlarmRule: 'ALARM("kms-key-loss")',
        ActionsEnabled: true,
        AlarmActions: [`arn:aws:sns:us-east-1:${account}:rules`],
      },
    ],
    log: [{ AlarmName: 'query', AlarmActions: [`arn:aws:sns:eu-west-1:${account}:not-there`] }],
  }),
];

/** Two accounts, one as `full` says and one empty, and a proxy of its own for each collection. Call it within `describe`. */
export interface Reading {
  readonly full: Sandbox;
  readonly empty: Sandbox;
  /** The proxy of the latest collection. */
  readonly proxy: AwsProxy;
  read(sandbox: Sandbox, behaviours?: readonly Behaviour[], options?: Partial<CollectOptions>): Promise<Account>;
}

export function reading(): Reading {
  const url = inject('moto').url ?? '';
  let whole: Sandbox;
  let empty: Sandbox;
  let proxies: AwsProxy[] = [];

  beforeAll(async () => {
    [whole, empty] = await Promise.all([openSandbox(url), openSandbox(url)]);
    await deploy(whole, full(whole.account));
  });

  afterEach(async () => {
    for (const proxy of proxies) await proxy.close();
    proxies = [];
    delete process.env.AWS_MAX_ATTEMPTS;
  });

  return {
    get full() {
      return whole;
    },
    get empty() {
      return empty;
    },
    get proxy() {
      const latest = proxies.at(-1);
      if (!latest) throw new Error('nothing was read yet');
      return latest;
    },
    async read(sandbox, behaviours = [], options = {}) {
      const proxy = await startProxy(url, [...behaviours, ...likeAws(NOW)]);
      proxies.push(proxy);
      return collect({ now: () => NOW, endpointUrl: proxy.url, credentials: sandbox.credentials, ...options });
    },
  };
}
