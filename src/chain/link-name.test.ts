import { expect, it } from 'vitest';
import { linkInWords, linkName } from './link-name.js';

const arn = (rest: string) => `arn:aws:${rest}`;

it.each([
  ['trail', arn('cloudtrail:us-east-1:111122223333:trail/main'), 'main'],
  [
    'log-group',
    arn('logs:us-east-1:111122223333:log-group:CloudTrail/DefaultLogGroup:*'),
    'CloudTrail/DefaultLogGroup',
  ],
  ['metric', 'CISBenchmark/KeyLoss', 'CISBenchmark/KeyLoss'],
  ['alarm', arn('cloudwatch:us-east-1:111122223333:alarm:a: b/c'), 'a: b/c'],
  ['rule', arn('events:us-east-1:111122223333:rule/bus/name'), 'bus/name'],
  ['topic', arn('sns:us-east-1:111122223333:alerts'), 'alerts'],
  ['target', arn('lambda:us-east-1:111122223333:function:tell'), 'lambda tell'],
] as const)('%s %s is called %s', (kind, id, name) => {
  expect(linkName(kind, id)).toBe(name);
});

it('is named with its kind, and by its kind alone where it has no name', () => {
  expect(linkInWords({ kind: 'metric-filter', id: 'x' })).toBe('the metric filter `x`');
  expect(linkInWords({ kind: 'metric-filter', id: '(no name)' })).toBe('the metric filter');
});
