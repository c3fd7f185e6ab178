import { describe, expect, it } from 'vitest';
import { seesAwsEvents } from './rule-relevance.js';

describe('seesAwsEvents', () => {
  it.each([
    { source: ['aws.kms'] },
    { source: ['aws.kms'], 'detail-type': ['AWS API Call via CloudTrail'] },
    { source: ['aws.kms'], 'detail-type': ['KMS CMK Deletion'] },
    { 'detail-type': ['AWS Console Sign In via CloudTrail'] },
    { 'detail-type': ['AWS Service Event via CloudTrail', 'Something else'] },
    { source: ['com.example', 'aws.iam'] },
    { source: [{ prefix: 'aws.' }] },
    { source: [{ 'anything-but': ['aws.s3'] }] },
    { source: ['com.example', { wildcard: 'aws.*' }] },
    { 'detail-type': [{ prefix: 'AWS' }] },
    { $or: [{ source: ['aws.kms'] }, { source: ['com.example'] }] },
    { account: ['111122223333'] },
    { source: 'com.example' }, // AWS refuses it: not for us to judge
    {},
  ])('keeps a rule that may: %j', (pattern) => {
    expect(seesAwsEvents({ Name: 'r', EventPattern: JSON.stringify(pattern) })).toBe(true);
  });

  it.each([
    { source: ['com.example'] },
    { source: [] },
    { source: ['aws.ec2'], 'detail-type': ['EC2 Instance State-change Notification'] },
    { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] },
    { source: ['com.example'], $or: [{ detail: { a: ['b'] } }] },
  ])('leaves out a rule that cannot: %j', (pattern) => {
    expect(seesAwsEvents({ Name: 'r', EventPattern: JSON.stringify(pattern) })).toBe(false);
  });

  it('leaves out a rule on a schedule, and keeps one whose pattern cannot be read or was not shown', () => {
    expect(seesAwsEvents({ Name: 'r', ScheduleExpression: 'rate(1 day)' })).toBe(false);
    expect(seesAwsEvents({ Name: 'r' })).toBe(true);
    expect(seesAwsEvents({ Name: 'r', EventPattern: '{' })).toBe(true);
    expect(seesAwsEvents({ Name: 'r', EventPattern: 'null' })).toBe(true);
  });

  it('does not ask whether a rule is enabled', () => {
    expect(seesAwsEvents({ Name: 'r', State: 'DISABLED', EventPattern: '{"source":["aws.kms"]}' })).toBe(true);
  });
});
