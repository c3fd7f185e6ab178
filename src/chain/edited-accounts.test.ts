import { describe, expect, it } from 'vitest';
import type { Account, Read } from '../account/account.js';
import { loadControls } from '../catalogue/load.js';
import { audit } from './audit.js';
import { changed, filterAccount, ME, read, ruleAccount, TOPIC, TOPIC_KEY, withItem } from './example-account.case.js';
import type { EventResult } from './result.js';

/** Accounts that say two things, or not all: what survives must never be a proof. */
const { controls } = loadControls();
const keyLoss = controls.filter(({ slug }) => slug === 'kms-key-loss');

function first(...accounts: readonly Account[]): EventResult {
  const generatedAt = '2026-03-01T12:00:00Z';
  const tool = { name: 'trailproof', version: '0' };
  const result = audit({
    accounts,
    controls: keyLoss,
    benchmark: 'cis-7.0',
    includeAttempts: false,
    generatedAt,
    tool,
  });
  return result.results[0]!.events[0]!;
}
const verdict = (...accounts: readonly Account[]) => first(...accounts).verdict;

function whole(): Account {
  const account = filterAccount();
  const Regions = account.regions.map((RegionName) => ({ RegionName, OptInStatus: 'opt-in-not-required' }));
  return { ...account, reads: [read('ec2:DescribeRegions', {}, { Regions }), ...account.reads] };
}

it('the account as it is proves', () => expect(verdict(whole())).toBe('proved'));

describe('Regions', () => {
  it('that are enabled and left out of the account', () => {
    const event = first({ ...whole(), regions: ['us-east-1'] });
    expect(event.verdict).toBe('unknown');
    expect(event.reasons.join()).toContain('eu-west-1');
  });

  it('of which none is said to be enabled', () => {
    expect(verdict(changed(whole(), 'ec2:DescribeRegions', () => ({ Regions: [] })))).toBe('unknown');
  });

  it('are not asked for when the account was narrowed', () => {
    expect(verdict({ ...whole(), regions: ['us-east-1'], narrowed: true })).toBe('proved');
  });
});

const OTHER = '444455556666';

describe('a trail', () => {
  const owner = (IsOrganizationTrail: boolean) =>
    withItem(whole(), 'cloudtrail:DescribeTrails', 'trailList', { IsOrganizationTrail });
  const member = (IsOrganizationTrail: boolean): Account => {
    const reads = owner(IsOrganizationTrail).reads.filter(({ operation }) => /Regions|Trail|Rules/.test(operation));
    return { ...whole(), account: OTHER, reads };
  };

  it('of another account records this one only as the organization’s', () => {
    expect(verdict(member(true), owner(true))).toBe('proved');
    expect(verdict(member(true), owner(false))).toBe('unknown');
    expect(verdict(member(false), owner(false))).toBe('unknown');
  });

  const home = (page: (trail: object) => object) =>
    changed({ ...whole(), regions: ['eu-west-1', 'us-east-1'] }, 'cloudtrail:DescribeTrails', (shown, { region }) =>
      region === 'us-east-1' ? { ...page((shown.trailList as readonly object[])[0]!) } : shown,
    );

  it('is what its home Region says of it', () => {
    expect(verdict(home((trail) => ({ trailList: [trail] })))).toBe('proved');
    expect(verdict(home((trail) => ({ trailList: [{ ...trail, IsMultiRegionTrail: false }] })))).toBe('broken');
    expect(verdict(home(() => ({ trailList: [] })))).toBe('unknown');
  });

  it('that is gone when it is asked for its selectors', () => {
    const plain = withItem(whole(), 'cloudtrail:DescribeTrails', 'trailList', { HasCustomEventSelectors: false });
    const error = { kind: 'not-found', code: 'TrailNotFoundException', message: 'no such trail' } as const;
    const reads = plain.reads.map((one) =>
      one.operation === 'cloudtrail:GetEventSelectors' ? { ...one, pages: [], error } : one,
    );
    expect(verdict({ ...plain, reads })).toBe('unknown');
  });

  it('with selectors of both kinds', () => {
    const AdvancedEventSelectors = [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }];
    const both = (ReadWriteType: string) =>
      changed(whole(), 'cloudtrail:GetEventSelectors', () => ({
        AdvancedEventSelectors,
        EventSelectors: [{ ReadWriteType, IncludeManagementEvents: true }],
      }));
    expect(verdict(both('ReadOnly'))).toBe('unknown');
    expect(verdict(both('WriteOnly'))).toBe('proved');
  });
});

it('a subscription whose attributes were not told', () => {
  expect(verdict(changed(whole(), 'sns:GetSubscriptionAttributes', () => ({})))).toBe('unknown');
  expect(verdict(changed(whole(), 'sns:GetSubscriptionAttributes', () => ({ Attributes: {} })))).toBe('unknown');
});

it('the key of another account’s topic, spelled as an alias, is not the own key of that alias', () => {
  const theirs = TOPIC.replace(ME, OTHER);
  const Policy = JSON.stringify({
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: theirs },
    ],
  });
  const moved = JSON.parse(JSON.stringify(whole()).replaceAll(TOPIC, theirs)) as Account;
  const named = (KmsMasterKeyId: string): Account => {
    const spelled = changed(moved, 'sns:GetTopicAttributes', () => ({ Attributes: { Policy, KmsMasterKeyId } }));
    const reads = spelled.reads.map((one) =>
      one.input.KeyId === TOPIC_KEY && one.operation === 'kms:DescribeKey'
        ? { ...one, input: { KeyId: KmsMasterKeyId } }
        : one,
    );
    return { ...spelled, reads };
  };
  expect(verdict(named(TOPIC_KEY))).toBe('proved');
  expect(verdict(named('alias/alerts'))).toBe('unknown');
});

it('a rule of another bus than the default one', () => {
  const single: Account = { ...ruleAccount(), regions: ['us-east-1'], narrowed: true };
  const on = (EventBusName: string) => verdict(withItem(single, 'events:ListRules', 'Rules', { EventBusName }));
  expect(verdict(single)).toBe('proved');
  expect(on('default')).toBe('proved');
  expect(on('custom')).toBe('broken');
});

describe('an error of the account file', () => {
  const edited = (change: (one: Read) => readonly Read[]): EventResult => {
    const account = whole();
    return first({ ...account, reads: account.reads.flatMap(change) });
  };
  const isTopic = ({ operation }: Read) => operation === 'sns:GetTopicAttributes';

  it.each<[string, string, (one: Read) => readonly Read[]]>([
    ['two answers', 'different answers', (one) => (isTopic(one) ? [one, { ...one, pages: [{}] }] : [one])],
    [
      'a missing page',
      'names a further one',
      (one) => (isTopic(one) ? [{ ...one, pages: one.pages.map((page) => ({ ...page, NextToken: 'more' })) }] : [one]),
    ],
  ])('%s: no permission would have prevented it, and none is named', (_name, said, change) => {
    const { verdict, reasons } = edited(change);
    expect(verdict).toBe('unknown');
    expect(reasons.join()).toContain(said);
    expect(reasons.join()).not.toContain('permission');
  });

  it('and a read that was denied names the permission', () => {
    const error = { kind: 'denied', code: 'AccessDenied', message: 'no' } as const;
    const { reasons } = edited((one) => (isTopic(one) ? [{ ...one, pages: [], error }] : [one]));
    expect(reasons.join()).toContain('permission sns:GetTopicAttributes');
  });
});
