import { describe, expect, test } from 'vitest';
import { parseSource } from './source.js';

describe('what a source is', () => {
  test.each([
    ['-', { kind: 'stdin' }],
    ['logs', { kind: 'path', path: 'logs' }],
    ['./a:b.json', { kind: 'path', path: './a:b.json' }],
    ['C:\\logs', { kind: 'path', path: 'C:\\logs' }],
    ['s3://trail-logs', { kind: 's3', bucket: 'trail-logs', prefix: '' }],
    ['s3://trail-logs/', { kind: 's3', bucket: 'trail-logs', prefix: '' }],
    ['S3://trail-logs/AWSLogs/', { kind: 's3', bucket: 'trail-logs', prefix: 'AWSLogs/' }],
    [
      's3://arn:aws:s3:eu-central-1:111122223333:accesspoint/mine/AWSLogs',
      { kind: 's3', bucket: 'arn:aws:s3:eu-central-1:111122223333:accesspoint/mine', prefix: 'AWSLogs' },
    ],
    ['cloudwatch-logs:aws/cloudtrail', { kind: 'cloudwatch-logs', group: 'aws/cloudtrail', region: null }],
    [
      'cloudwatch-logs:arn:aws:logs:eu-central-1:111122223333:log-group:trail:*',
      {
        kind: 'cloudwatch-logs',
        group: 'arn:aws:logs:eu-central-1:111122223333:log-group:trail',
        region: 'eu-central-1',
      },
    ],
  ])('%s', (text, source) => {
    expect(parseSource(text)).toEqual({ kind: 'source', source });
  });

  test.each([
    '',
    's3://',
    's3:bucket',
    's3://Bucket/x',
    's3:///x',
    'cloudwatch-logs:',
    'cloudwatch-logs:a b',
    'https://x/y',
  ])('not `%s`', (text) => {
    expect(parseSource(text)).toMatchObject({ kind: 'refused', help: expect.stringMatching(/\S/) });
  });
});
