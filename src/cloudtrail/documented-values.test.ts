import { describe, expect, it } from 'vitest';
import { parse, toDraft } from '../languages/cloudwatch/index.js';
import { matches, TRUE } from '../predicate/index.js';
import { coverage } from '../prove/index.js';
import { DOCUMENTED_VALUES } from './documented-values.js';
import { shapesOf } from './shapes-of.js';

const shapes = shapesOf({ eventSource: 'kms.amazonaws.com', eventName: 'DisableKey' });
const verdict = (pattern: string, of = shapes) => {
  const parsed = parse(pattern);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return coverage({ required: TRUE, told: toDraft(parsed.pattern, 'event'), shapes: of }).verdict;
};

describe('the values of documented fields', () => {
  it.each([
    '{ $.eventVersion = "1.*" }',
    '{ $.eventTime = "2*" }',
    '{ $.userAgent = "*" || $.userAgent NOT EXISTS }',
    '{ $.userIdentity.arn = "arn:*" || $.userIdentity.arn NOT EXISTS }',
    '{ $.userIdentity.accountId = "*" || $.userIdentity.accountId NOT EXISTS }',
    '{ $.tlsDetails.tlsVersion = "TLS*" || $.tlsDetails.tlsVersion NOT EXISTS }',
    '{ $.serviceEventDetails NOT EXISTS }',
    '{ $.requestParameters.pendingWindowInDays NOT EXISTS }',
    '{ $.responseElements.deletionDate NOT EXISTS }',
    '{ $.sourceIPAddress = "*.*" || $.sourceIPAddress = "*:*" || $.sourceIPAddress = "AWS Internal" }',
    '{ $.sourceIPAddress != "999.*" }',
    '{ $.resources[0].ARN = "arn:*" || $.resources[0].ARN NOT EXISTS }',
    '{ $.requestParameters.keyId = "*-*" || $.requestParameters.keyId = "arn:*" || $.requestParameters.keyId NOT EXISTS }',
    '{ $.requestParameters.keyId = %[0-9a-f]% || $.requestParameters.keyId NOT EXISTS }',
    '{ $.awsRegion = "*-*" }',
    '{ $.resources[0].accountId = * || $.resources NOT EXISTS || $.resources[0].accountId NOT EXISTS }',
    '{ $.userIdentity.type != IAMUser || $.userIdentity.identityProvider NOT EXISTS }',
    '{ $.userIdentity.accessKeyId != "secret" || $.userIdentity.accessKeyId NOT EXISTS }',
  ])('a record that CloudTrail does not write refutes nothing, and nothing is proved by that: %s', (pattern) => {
    expect(verdict(pattern)).toBe('unknown');
  });

  it.each([
    '{ $.eventVersion = "1.0*" }',
    '{ $.userAgent = "*" }',
    '{ $.userIdentity.arn = "arn:aws:iam::*" }',
    '{ $.sharedEventID NOT EXISTS }',
    '{ $.userIdentity.accountId = "111122223333" }',
    '{ $.userIdentity.invokedBy NOT EXISTS }',
    '{ $.sourceIPAddress = "192.0.2.*" }',
    '{ $.sourceIPAddress != "10.*" }',
    '{ $.resources[0].ARN = "arn:aws:kms:us-east-1:*" }',
    '{ $.requestParameters.keyId = "arn:*" }',
    '{ $.requestParameters.keyId != "mrk-*" }',
    '{ $.resources[0].accountId = "111122223333" }',
    '{ $.userIdentity.accessKeyId = "ASIA*" }',
  ])('a record that it does write refutes: %s', (pattern) => {
    expect(verdict(pattern)).toBe('broken');
  });

  it('of parameters are those that were seen: a waiting period is a whole number of days from 7 to 30', () => {
    const deletion = shapesOf({ eventSource: 'kms.amazonaws.com', eventName: 'ScheduleKeyDeletion' });
    const days = (pattern: string) =>
      verdict(`{ $.requestParameters.pendingWindowInDays NOT EXISTS || ${pattern} }`, deletion);
    const field = '$.requestParameters.pendingWindowInDays';
    expect(days(`${field} = *`)).toBe('unknown');
    expect(days(`${field} >= 7 && ${field} <= 30`)).toBe('unknown');
    expect(days(`${field} > 7`)).toBe('broken');
    expect(days(`${field} < 30`)).toBe('broken');
  });

  it('are those of the examples', () => {
    for (const shape of shapes) expect(matches(DOCUMENTED_VALUES, shape.example), shape.variant).toBe(true);
  });
});
