import { describe, expect, it } from 'vitest';
import { bound } from '../predicate/bound.js';
import { holdsOfEveryEvent } from './every-event.js';
import { draftOf } from './read-query.js';

const holds = (language: 'kql' | 'cloudwatch', query: string): boolean => {
  const read = draftOf(language, query);
  if (!read.ok) throw new Error(read.message);
  return holdsOfEveryEvent(bound(read.draft, 'must'));
};

describe('a query of every event', () => {
  it.each([
    '*',
    'event.action: *',
    'event.provider: * and cloud.region: *',
    'event.outcome: (success or failure)',
    'event.outcome: *',
    'event.dataset: aws.cloudtrail',
    '@timestamp: *',
    'event.id: * or user.name: alice',
    'event.provider: kms* or not event.provider: kms*',
  ])('%s', (query) => expect(holds('kql', query)).toBe(true));
  it.each(['{ $.eventName = "*" }', '{ $.eventName = * }', '{ $.x IS NULL || $.awsRegion = * }'])('%s', (query) =>
    expect(holds('cloudwatch', query)).toBe(true),
  );
});

describe('a query of some', () => {
  it.each([
    'event.action: D*',
    'event.provider: "kms.amazonaws.com"',
    'event.outcome: success',
    'not user.name: Bob',
    'not actor.principal: Bob',
    'kms.key.arn: *',
    '@timestamp >= "2000-01-01"',
  ])('%s', (query) => expect(holds('kql', query)).toBe(false));
});
