import { describe, expect, it } from 'vitest';
import { parse, toDraft } from '../languages/cloudwatch/index.js';
import { matches, TRUE } from '../predicate/index.js';
import { coverage } from '../prove/index.js';
import { DOCUMENTED_VALUES } from './documented-values.js';
import { shapesOf } from './shapes-of.js';

const shapes = shapesOf({ eventSource: 'kms.amazonaws.com', eventName: 'DisableKey' });
const verdict = (pattern: string) => {
  const parsed = parse(pattern);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return coverage({ required: TRUE, told: toDraft(parsed.pattern, 'event'), shapes }).verdict;
};

describe('the values of documented fields', () => {
  it.each([
    '{ $.eventVersion = "1.*" }',
    '{ $.eventTime = "2*" }',
    '{ $.userAgent = "*" || $.userAgent NOT EXISTS }',
    '{ $.userIdentity.arn = "arn:*" || $.userIdentity.arn NOT EXISTS }',
    '{ $.userIdentity.accountId = "*" || $.userIdentity.accountId NOT EXISTS }',
    '{ $.tlsDetails.tlsVersion = "TLS*" || $.tlsDetails.tlsVersion NOT EXISTS }',
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
  ])('a record that it does write refutes: %s', (pattern) => {
    expect(verdict(pattern)).toBe('broken');
  });

  it('are those of the examples', () => {
    for (const shape of shapes) expect(matches(DOCUMENTED_VALUES, shape.example), shape.variant).toBe(true);
  });
});
