import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { parseControl } from '../catalogue/parse-control.js';
import { audit } from './audit.js';
import { filterAccount, withItem } from './example-account.case.js';
import type { ControlResult } from './result.js';

/** A control that somebody adds, of a call that no table of ours describes, with the filter that is meant for it. */
function judged(source: string, name: string, selector: object = {}): ControlResult {
  const event = (eventSource: string) =>
    `{ eventSource: ${eventSource}, eventName: ${name}, eventType: AwsApiCall, awsRegion: us-east-1, userIdentity: { type: IAMUser } }`;
  const parsed = parseControl(
    `slug: own
title: 'Our own'
rationale: 'Ours.'
order: 99
severity: high
events: [{ source: ${source}, names: [${name}], outcome: success }]
canonicalPattern: '{ $.eventName = "${name}" }'
tests:
  - { name: 'asked for', required: true, event: ${event(source)} }
  - { name: 'not asked for', required: false, event: ${event('other.amazonaws.com')} }
`,
    'own.yaml',
  );
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  const filtered = withItem(filterAccount(), 'logs:DescribeMetricFilters', 'metricFilters', {
    filterPattern: `{ $.eventSource = "${source}" && $.eventName = "${name}" }`,
  });
  const account: Account = {
    ...withItem(filtered, 'cloudtrail:GetEventSelectors', 'EventSelectors', selector),
    narrowed: true,
  };
  const generatedAt = '2026-03-01T12:00:00Z';
  const tool = { name: 'trailproof', version: '0' };
  const input = { controls: [parsed.control], benchmark: 'cis-7.0', includeAttempts: false, generatedAt, tool };
  return audit({ accounts: [account], ...input }).results[0]!;
}

const verdict = (...asked: Parameters<typeof judged>) => judged(...asked).verdict;

describe('a control of one’s own', () => {
  it('is proved of a management event', () => {
    expect(verdict('rds.amazonaws.com', 'DeleteDBInstance')).toBe('proved');
    expect(verdict('s3.amazonaws.com', 'DeleteBucket')).toBe('proved');
  });

  it.each([
    ['s3.amazonaws.com', 'DeleteObject'],
    ['lambda.amazonaws.com', 'Invoke'],
    ['dynamodb.amazonaws.com', 'DeleteItem'],
  ])('is not proved of a data event, which the trail may not record: %s %s', (source, name) => {
    const { verdict, events } = judged(source, name);
    expect(verdict).toBe('unknown');
    expect(events[0]?.reasons.join()).toContain('records management events only');
  });

  it('is not broken by a trail of write events when it is not known that the call reads', () => {
    const writes = { ReadWriteType: 'WriteOnly' };
    expect(verdict('rds.amazonaws.com', 'DeleteDBInstance', writes)).toBe('unknown');
    expect(verdict('rds.amazonaws.com', 'DescribeDBInstances', writes)).toBe('broken');
    expect(verdict('rds.amazonaws.com', 'DeleteDBInstance', { ReadWriteType: 'ReadOnly' })).toBe('broken');
  });
});
