import { describe, expect, it } from 'vitest';
import { bound } from '../predicate/bound.js';
import { matches } from '../predicate/match.js';
import { event, ME } from './example-account.case.js';
import { selectionDraft } from './field-selection.js';

const PLACE = { account: ME, region: 'us-east-1' };
function selects(criteria: string, awsRegion = 'us-east-1'): boolean | null {
  const draft = selectionDraft(criteria, PLACE);
  const record = event({ awsRegion });
  if (matches(bound(draft, 'must'), record)) return true;
  return matches(bound(draft, 'may'), record) ? null : false;
}

describe('field selection criteria', () => {
  it.each([
    ['', 'us-east-1', true],
    ['@aws.region = "us-east-1"', 'us-east-1', null],
    ['@aws.region = "us-east-1"', 'eu-west-1', null], // the log group's Region, or the record's?
    ['@aws.region = "eu-west-1"', 'us-east-1', false],
    ['@aws.region = "eu-west-1"', 'eu-west-1', null],
    ['@aws.region != "us-east-1"', 'us-east-1', false],
    ['@aws.region != "eu-west-1"', 'us-east-1', null],
    [`@aws.account IN ["${ME}", "444455556666"]`, 'us-east-1', null],
    [`@aws.account in [${ME}]`, 'eu-west-1', null],
    ['@aws.account = "444455556666"', 'us-east-1', false],
    [`@aws.account NOT IN ["${ME}"]`, 'us-east-1', false],
    [`@aws.account = "${ME}" AND @aws.region = "ap-south-1"`, 'us-east-1', false],
    [`@aws.region = "ap-south-1" OR @aws.account = "${ME}"`, 'us-east-1', null],
    [`@aws.region = "ap-south-1" AND @aws.region = "x" OR @aws.account = "${ME}"`, 'us-east-1', null],
    [`@aws.region = "ap-south-1" AND (@aws.region = "x" OR @aws.account = "${ME}")`, 'us-east-1', false],
  ])('%s on an event of %s', (criteria, region, expected) => {
    expect(selects(criteria, region)).toBe(expected);
  });

  it.each([
    '@aws.region',
    '@aws.region = us-east-1',
    '@aws.region LIKE "us*"',
    '@aws.organization = "o-1"',
    '@aws.region = "us-east-1" XOR @aws.region = "x"',
    '@aws.region = "us-east-1")',
    '(@aws.region = "us-east-1"',
    '@aws.region IN []',
    '@aws.region IN ["a"',
    '@aws.region = "us\\"x"',
    '@aws.region = "us-east-1" @aws.region = "us-east-1"',
    'NOT @aws.region = "x"',
  ])('nobody knows what `%s` selects', (criteria) => {
    expect(selects(criteria)).toBe(null);
  });
});
