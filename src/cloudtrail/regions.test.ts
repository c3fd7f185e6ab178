import { describe, expect, it } from 'vitest';
import { isGlobalService, recordedIn } from './index.js';

const REGIONS = ['eu-west-1', 'us-east-1', 'us-west-2'];
const event = (eventSource: string | null, eventName: string | null = 'X') => ({ eventSource, eventName });

describe('recordedIn', () => {
  it('a Regional service’s events are recorded in every Region', () => {
    expect(recordedIn(event('kms.amazonaws.com'), 'aws', REGIONS)).toEqual(REGIONS);
    expect(recordedIn(event('signin.amazonaws.com', 'ConsoleLogin'), 'aws', REGIONS)).toEqual(REGIONS);
    expect(recordedIn(event(null, null), 'aws', REGIONS)).toEqual(REGIONS);
  });

  it.each([
    ['aws', 'iam.amazonaws.com', 'us-east-1'],
    ['aws', 'organizations.amazonaws.com', 'us-east-1'],
    ['aws-cn', 'iam.amazonaws.com', 'cn-north-1'],
    ['aws-cn', 'organizations.amazonaws.com', 'cn-northwest-1'],
    ['aws-us-gov', 'iam.amazonaws.com', 'us-gov-west-1'],
  ])('in %s those of %s in %s', (partition, source, region) => {
    expect(recordedIn(event(source), partition, REGIONS)).toEqual([region]);
  });

  it('never judges a global service over no Region', () => {
    expect(recordedIn(event('iam.amazonaws.com'), 'aws', ['eu-west-1'])).toEqual(['us-east-1']);
  });

  it('an unknown partition is judged in all its Regions', () => {
    expect(recordedIn(event('iam.amazonaws.com'), 'aws-iso', REGIONS)).toEqual(REGIONS);
  });

  it('STS is not global: its Regional endpoints record where they are', () => {
    expect(isGlobalService('sts.amazonaws.com')).toBe(false);
    expect(isGlobalService('iam.amazonaws.com')).toBe(true);
    expect(isGlobalService(null)).toBe(false);
  });
});
