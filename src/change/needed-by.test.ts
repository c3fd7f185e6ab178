import { expect, it } from 'vitest';
import { needs } from './needed-by.js';
import { type Step, step } from './step.js';

const R = 'eu-west-1';
const arn = (service: string, rest: string) => `arn:aws:${service}:${R}:111122223333:${rest}`;
const TRAIL = step('cloudtrail:CreateTrail', R, {
  Name: 't',
  S3BucketName: 'b',
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  EnableLogFileValidation: true,
  CloudWatchLogsLogGroupArn: arn('logs', 'log-group:g:*'),
  CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/r',
});
const made = (suffix: string): readonly Step[] => [
  step('cloudtrail:StartLogging', R, { Name: arn('cloudtrail', `trail/t${suffix}`) }),
  step('cloudtrail:PutEventSelectors', R, { TrailName: arn('cloudtrail', `trail/t${suffix}`) }),
  step('logs:CreateLogGroup', R, { logGroupName: `g${suffix}` }),
  step('iam:CreateRole', R, { RoleName: `r${suffix}`, AssumeRolePolicyDocument: '{}', Description: '' }),
  step('iam:PutRolePolicy', R, { RoleName: `r${suffix}`, PolicyName: 'p', PolicyDocument: '{}' }),
  step('s3:CreateBucket', R, { Bucket: `b${suffix}` }),
];

it('a trail that stays keeps its log group, its role and its bucket, and goes on', () => {
  for (const step of made('')) expect(needs(TRAIL, step), step.operation).toBe(true);
  for (const step of made('2')) expect(needs(TRAIL, step), step.operation).toBe(false);
  expect(needs(TRAIL, step('sns:CreateTopic', R, { Name: 't' }))).toBe(false);
});

it('a topic that stays keeps its key, a key its name', () => {
  const topic = step('sns:CreateTopic', R, { Name: 'a' });
  const key = (name: string) =>
    step('kms:CreateKey', R, { Description: `Encrypts the SNS topic ${name}`, Policy: '{}' });
  expect(needs(topic, key('a'))).toBe(true);
  expect(needs(topic, key('b-a'))).toBe(false);
  const alias = (TargetKeyId: string | { of: string; output: 'KeyId' }) =>
    step('kms:CreateAlias', R, { AliasName: 'alias/a', TargetKeyId });
  expect(needs(key('a'), alias({ of: 'x', output: 'KeyId' }))).toBe(true);
  expect(needs(key('a'), alias('1234'))).toBe(false);
  expect(needs(step('sns:DeleteTopic', R, { TopicArn: arn('sns', 'a') }), key('a'))).toBe(false);
});
