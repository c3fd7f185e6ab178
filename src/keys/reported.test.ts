import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { NEWEST_BENCHMARK } from '../catalogue/benchmark.js';
import { loadControls } from '../catalogue/load.js';
import {
  BUS_KEY,
  changed,
  filterAccount,
  GROUP_KEY,
  ruleAccount,
  TOPIC_KEY,
  withItem,
} from '../chain/example-account.case.js';
import type { Key } from './key.js';
import { aKey } from './keys.case.js';
import { reportedBy } from './reported.js';

const control = loadControls().controls.find(({ slug }) => slug === 'kms-key-loss')!;
const OPTIONS = { benchmark: NEWEST_BENCHMARK, includeAttempts: false };
const keyAt = (arn: string): Key => aKey({ arn, region: arn.split(':')[3]!, keyId: arn.split('/')[1]! });
const [other, elsewhere] = ['us-east-1', 'eu-west-1'].map((region) =>
  keyAt(GROUP_KEY.replace('us-east-1', region).replace('group', 'other')),
);
const asked = (account: Account, key: Key) => reportedBy(control, account, OPTIONS)(key);
const twoRegions = (account: Account): Account => ({ ...account, regions: ['eu-west-1', 'us-east-1'] });

describe('whether the loss of a key would be reported', () => {
  it('is the verdict of its Region', () => {
    const account = twoRegions(filterAccount());
    expect([asked(account, other!), asked(account, elsewhere!)]).toEqual(['proved', 'proved']);
    const narrow = twoRegions(
      withItem(filterAccount(), 'cloudtrail:DescribeTrails', 'trailList', { IsMultiRegionTrail: false }),
    );
    expect([asked(narrow, other!), asked(narrow, elsewhere!)]).toEqual(['proved', 'broken']);
  });

  it.each([GROUP_KEY, TOPIC_KEY])('a key on which the path depends is a blind spot: %s', (arn) => {
    expect(asked(filterAccount(), keyAt(arn))).toBe('blind-spot');
  });

  it('so is the key of the event bus over whose rules alone it is told', () => {
    const account = { ...ruleAccount(), regions: ['us-east-1'] };
    expect(asked(account, other!)).toBe('proved');
    expect(asked(account, keyAt(BUS_KEY))).toBe('blind-spot');
  });

  it('also as it was spelled where it could not be described', () => {
    const account = changed(filterAccount(), 'sns:GetTopicAttributes', (page) => ({
      Attributes: { ...(page.Attributes as object), KmsMasterKeyId: 'alias/topic' },
    }));
    expect(asked(account, { ...keyAt(TOPIC_KEY), aliases: ['alias/topic'] })).toBe('blind-spot');
  });

  it('is broken, and no blind spot, where nobody would be told anyway', () => {
    const account = changed(filterAccount(), 'cloudtrail:GetTrailStatus', (page) => ({ ...page, IsLogging: false }));
    expect(asked(account, keyAt(TOPIC_KEY))).toBe('broken');
  });

  it('is not known of a Region of which nothing is known', () =>
    expect(asked(filterAccount(), { ...other!, region: 'xx-none-1' })).toBe('unknown'));
});
