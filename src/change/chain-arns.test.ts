import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { NEWEST_BENCHMARK } from '../catalogue/benchmark.js';
import { loadControls } from '../catalogue/load.js';
import { audit } from '../chain/audit.js';
import { filterAccount, GROUP_KEY, ruleAccount, TOPIC_KEY, TRAIL, withItem } from '../chain/example-account.case.js';
import { chainArns } from './chain-arns.js';

const controls = loadControls().controls.filter(({ slug }) => slug === 'kms-key-loss');
const options = { benchmark: NEWEST_BENCHMARK, includeAttempts: false };

function arnsOf(account: Account): readonly string[] {
  const tool = { name: 'trailproof', version: '0' };
  const { results } = audit({ accounts: [account], controls, ...options, generatedAt: account.readAt, tool });
  return chainArns(account, controls, options, results);
}

/** What us-east-1 has, eu-west-1 has as well: a rule, its target, a topic. */
function inBothRegions(): Account {
  const account = ruleAccount();
  const reads = account.reads
    .filter(({ operation, region }) => !(operation === 'events:ListRules' && region === 'eu-west-1'))
    .flatMap((read) =>
      read.region === 'us-east-1' && /^(?:events|sns|kms):/.test(read.operation)
        ? [read, JSON.parse(JSON.stringify(read).replaceAll('us-east-1', 'eu-west-1')) as typeof read]
        : [read],
    );
  return { ...account, reads };
}

describe('what is protected of a chain', () => {
  it('over EventBridge: the rules and the topic of every Region, though an audit shows one path', () => {
    const arns = arnsOf(inBothRegions());
    for (const region of ['us-east-1', 'eu-west-1'])
      expect(arns).toEqual(
        expect.arrayContaining([
          `arn:aws:events:${region}:111122223333:rule/key-loss`,
          `arn:aws:events:${region}:111122223333:event-bus/default`,
          `arn:aws:sns:${region}:111122223333:alerts`,
        ]),
      );
  });

  it('over a metric filter: trail, the role with which it delivers, log group in both spellings, alarm, topic, keys', () => {
    const arns = arnsOf(filterAccount());
    expect(arns).toEqual([
      TRAIL,
      'arn:aws:cloudwatch:us-east-1:111122223333:alarm:key-loss',
      'arn:aws:iam::111122223333:role/trail',
      GROUP_KEY,
      TOPIC_KEY,
      'arn:aws:logs:us-east-1:111122223333:log-group:trail',
      'arn:aws:logs:us-east-1:111122223333:log-group:trail:*',
      'arn:aws:sns:us-east-1:111122223333:alerts',
    ]);
  });

  it('an alarm called `*` is that alarm alone', () => {
    const AlarmArn = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:*';
    const account = withItem(filterAccount(), 'cloudwatch:DescribeAlarms', 'MetricAlarms', {
      AlarmName: '*',
      AlarmArn,
    });
    expect(arnsOf(account)).toContain(`arn:aws:cloudwatch:us-east-1:111122223333:alarm:$\{*}`);
    expect(arnsOf(account)).not.toContain(AlarmArn);
  });
});
