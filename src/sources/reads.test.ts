import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { grantsOf, grantsOfAll, SOURCE_READS } from './reads.js';
import { parseSource, type Source } from './source.js';

function source(text: string): Source {
  const parsed = parseSource(text);
  if (parsed.kind === 'refused') throw new Error(parsed.message);
  return parsed.source;
}

const grants = (text: string, region: string | null = null) =>
  grantsOf(source(text), region).map(({ action, resource, condition }) => [action, resource, condition]);

const VIA_S3 = { StringLike: { 'kms:ViaService': 's3.*' } };

describe('what sources declare to read', () => {
  /** The action that each operation needs: AWS's service authorization reference. */
  const ACTIONS: Readonly<Record<string, string>> = {
    ListObjectsV2: 's3:ListBucket',
    GetObject: 's3:GetObject',
    FilterLogEvents: 'logs:FilterLogEvents',
  };

  it.each([
    ['s3', '../aws/object-store.ts'],
    ['cloudwatch-logs', '../aws/log-events.ts'],
  ] as const)('%s is what its reader asks', (kind, file) => {
    const text = readFileSync(new URL(file, import.meta.url), 'utf8');
    const asked = [...text.matchAll(/new sdk\.(\w+)Command\(/g)].map(([, operation]) => ACTIONS[operation!]);
    expect(asked.length).toBeGreaterThan(0);
    expect(new Set<string>(SOURCE_READS[kind].filter((action) => action !== 'kms:Decrypt'))).toEqual(new Set(asked));
  });

  it('changes nothing', () => {
    for (const { action } of grantsOfAll()) expect(action).toMatch(/:(List|Get|Filter|Decrypt)/);
  });
});

describe('what one source needs', () => {
  it.each(['logs/', '-'])('%s: nothing of AWS', (text) => {
    expect(grants(text)).toEqual([]);
  });

  it('a bucket: all of it', () => {
    expect(grants('s3://trail-logs')).toEqual([
      ['s3:ListBucket', 'arn:aws:s3:::trail-logs', null],
      ['s3:GetObject', 'arn:aws:s3:::trail-logs/*', null],
      ['kms:Decrypt', '*', VIA_S3],
    ]);
  });

  it('a prefix: what begins with it, and no more', () => {
    expect(grants('s3://trail-logs/org/AWSLogs')).toEqual([
      ['s3:ListBucket', 'arn:aws:s3:::trail-logs', { StringLike: { 's3:prefix': 'org/AWSLogs*' } }],
      ['s3:GetObject', 'arn:aws:s3:::trail-logs/org/AWSLogs*', null],
      ['kms:Decrypt', '*', VIA_S3],
    ]);
  });

  it('what means something in a policy is the character that it is', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a policy
    expect(grants('s3://trail-logs/a*b?$')[1]![1]).toBe('arn:aws:s3:::trail-logs/a${*}b${?}${$}*');
  });

  it('an access point has its objects under a path of their own', () => {
    const point = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/trail';
    expect(grants(`s3://${point}/AWSLogs/`)).toEqual([
      ['s3:ListBucket', point, { StringLike: { 's3:prefix': 'AWSLogs/*' } }],
      ['s3:GetObject', `${point}/object/AWSLogs/*`, null],
      ['kms:Decrypt', '*', VIA_S3],
    ]);
  });

  it('a log group: by its name in any account, by its ARN in that one', () => {
    const arn = 'arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:trail';
    expect(grants('cloudwatch-logs:trail')).toEqual([
      ['logs:FilterLogEvents', 'arn:aws:logs:*:*:log-group:trail:*', null],
    ]);
    expect(grants('cloudwatch-logs:trail', 'eu-west-1')[0]![1]).toBe('arn:aws:logs:eu-west-1:*:log-group:trail:*');
    expect(grants(`cloudwatch-logs:${arn}:*`)[0]![1]).toBe(`${arn}:*`);
  });

  it('the Region tells the partition', () => {
    expect(grants('s3://trail-logs', 'cn-north-1')[0]![1]).toBe('arn:aws-cn:s3:::trail-logs');
  });
});
