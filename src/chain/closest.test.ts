import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { loadControls } from '../catalogue/load.js';
import { audit } from './audit.js';
import { changed, filterAccount, ruleAccount } from './example-account.case.js';

const { controls } = loadControls();
const judged = (account: Account) =>
  audit({
    accounts: [account],
    controls: controls.filter(({ slug }) => slug === 'kms-key-loss'),
    catalogue: controls,
    benchmark: 'cis-7.0',
    includeAttempts: false,
    generatedAt: '2026-03-01T12:00:00Z',
    tool: { name: 'trailproof', version: '0' },
  }).results[0]!;

/** A log group without a filter for key loss, and beside it a rule in every Region. */
function beside(rule: object, metricFilters: readonly object[] = []): Account {
  const bare = changed(filterAccount(), 'logs:DescribeMetricFilters', () => ({ metricFilters }));
  const ruled = ruleAccount();
  const rules = changed(ruled, 'events:ListRules', () => {
    const [first] = ruled.reads.find(({ operation }) => operation === 'events:ListRules')!.pages[0]!.Rules as object[];
    return { Rules: [{ ...first, ...rule }] };
  });
  const bus = changed(ruled, 'events:DescribeEventBus', () => ({ Name: 'default' }));
  return {
    ...bare,
    regions: ['us-east-1'],
    reads: [
      ...bare.reads.filter(({ operation }) => operation !== 'events:ListRules'),
      rules.reads.find(({ operation }) => operation === 'events:ListRules')!,
      rules.reads.find(({ operation }) => operation === 'events:ListTargetsByRule')!,
      bus.reads.find(({ operation }) => operation === 'events:DescribeEventBus')!,
    ],
  };
}

describe('the path that is shown of an event that nobody is told of', () => {
  it('is that of the rule that was made for it and is disabled, not that of a filter that is missing', () => {
    const { verdict, events } = judged(beside({ State: 'DISABLED' }));
    expect(verdict).toBe('broken');
    expect(events[0]?.path.find(({ holds }) => holds === false)).toMatchObject({
      kind: 'rule',
      reason: 'it is disabled',
    });
    expect(events[0]?.mend.join()).toContain('enable-rule');
  });

  it('is that of the rule that nearly matches', () => {
    const EventPattern = JSON.stringify({ source: ['aws.kms'], detail: { eventname: ['DisableKey'] } });
    const { events } = judged(beside({ EventPattern }));
    expect(events[0]?.path.find(({ holds }) => holds === false)).toMatchObject({ kind: 'rule' });
  });

  it('is that of the missing filter where the rule is about something else', () => {
    const EventPattern = JSON.stringify({ source: ['aws.ec2'], 'detail-type': ['AWS API Call via CloudTrail'] });
    const { events } = judged(beside({ EventPattern, Name: 'instances', Arn: undefined }));
    expect(events[0]?.path.find(({ holds }) => holds === false)).toMatchObject({ kind: 'metric-filter' });
  });
});
