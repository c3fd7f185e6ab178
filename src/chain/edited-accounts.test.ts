import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { loadControls } from '../catalogue/load.js';
import { audit } from './audit.js';
import { changed, filterAccount, read } from './example-account.case.js';
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
