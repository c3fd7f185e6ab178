import { describe, expect, it } from 'vitest';
import { logGroupNameOf, parseArn } from './arn.js';

describe('parseArn', () => {
  it('takes an ARN apart', () => {
    expect(parseArn('arn:aws-cn:logs:cn-north-1:111122223333:log-group:/a/b:*')).toEqual({
      partition: 'aws-cn',
      service: 'logs',
      region: 'cn-north-1',
      account: '111122223333',
      resource: 'log-group:/a/b:*',
    });
    expect(parseArn('arn:aws:iam::111122223333:role/a')).toMatchObject({ region: '', resource: 'role/a' });
  });

  it.each([undefined, '', 'PendingConfirmation', 'Deleted', 'alias/aws/sns', 'arn:aws:sns'])('refuses %s', (text) => {
    expect(parseArn(text)).toBeNull();
  });
});

describe('logGroupNameOf', () => {
  it.each([
    ['log-group:cloudtrail:*', 'cloudtrail'],
    ['log-group:/aws/cloudtrail', '/aws/cloudtrail'],
    ['log-group:cloudtrail:log-stream:a', null],
    ['destination:cloudtrail', null],
  ])('of %s', (resource, name) => {
    const arn = { partition: 'aws', service: 'logs', region: 'us-east-1', account: '111122223333', resource };
    expect(logGroupNameOf(arn)).toBe(name);
    expect(logGroupNameOf({ ...arn, service: 's3' })).toBeNull();
  });
});
