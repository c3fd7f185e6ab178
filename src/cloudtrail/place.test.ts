import { describe, expect, it } from 'vitest';
import { matches } from '../predicate/index.js';
import { place, shapesOf } from './index.js';

const shape = shapesOf({ eventSource: 'kms.amazonaws.com', eventName: 'ScheduleKeyDeletion' })[1]!;

describe('place', () => {
  it('fixes the account and the Region, in what holds and in the example', () => {
    const placed = place(shape, { account: '999988887777', region: 'eu-west-3' });
    expect(matches(placed.holds, placed.example)).toBe(true);
    expect(matches(placed.holds, shape.example)).toBe(false);
    expect(matches(placed.holds, { ...placed.example, awsRegion: 'us-east-1' })).toBe(false);
    expect(matches(placed.holds, { ...placed.example, recipientAccountId: '111122223333' })).toBe(false);
    const text = JSON.stringify(placed.example);
    expect(text).toContain('arn:aws:kms:eu-west-3:999988887777:key/');
    expect(text).not.toMatch(/us-east-1|111122223333/);
  });

  it.each([
    ['cn-north-1', 'arn:aws-cn:kms:cn-north-1:'],
    ['us-gov-west-1', 'arn:aws-us-gov:kms:us-gov-west-1:'],
  ])('knows the partition of %s', (region, prefix) => {
    expect(JSON.stringify(place(shape, { account: '999988887777', region }).example)).toContain(prefix);
  });
});
