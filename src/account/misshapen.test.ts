import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Account } from './account.js';
import { ANSWER_SHAPES } from './answer-shapes.js';
import { loadAccount } from './load.js';
import { misshapen } from './misshapen.js';

describe('a value that has not the shape is named', () => {
  test.each<[unknown, string | null]>([
    [{ MetricAlarms: [{ AlarmName: 'a', AlarmActions: ['b'], Tomorrow: [1] }] }, null],
    [{ Tomorrow: 1, constructor: 2 }, null],
    [{ MetricAlarms: 5 }, '`MetricAlarms` is not a list'],
    [{ MetricAlarms: [null] }, '`MetricAlarms[0]` is not an object'],
    [{ MetricAlarms: [{}, { AlarmActions: ['a', 7] }] }, '`MetricAlarms[1].AlarmActions[1]` is not a text'],
    [{ MetricAlarms: [{ Threshold: '1' }] }, '`MetricAlarms[0].Threshold` is not a number'],
    [{ CompositeAlarms: [{ ActionsEnabled: 'true' }] }, '`CompositeAlarms[0].ActionsEnabled` is not true or false'],
    [{ MetricAlarms: null }, '`MetricAlarms` is not a list'],
  ])('%j', (page, fault) => expect(misshapen(page, ANSWER_SHAPES['cloudwatch:DescribeAlarms'])).toBe(fault));

  it('within a filter’s dimensions, whose names are anybody’s', () => {
    const page = { metricFilters: [{ metricTransformations: [{ dimensions: { Key: 1 } }] }] };
    expect(misshapen(page, ANSWER_SHAPES['logs:DescribeMetricFilters'])).toContain('dimensions.Key');
  });
});

describe('an account file', () => {
  const text = readFileSync(new URL('../../examples/silent-key-loss.json', import.meta.url), 'utf8');

  it('that was recorded has the shapes', () => expect(loadAccount(text, 'f').ok).toBe(true));

  it('whose listing is no list is refused, and not taken as empty', () => {
    const account = JSON.parse(text) as Account;
    const reads = account.reads.map((read) =>
      read.operation === 'cloudwatch:DescribeAlarms' ? { ...read, pages: [{ MetricAlarms: 'none' }] } : read,
    );
    const loaded = loadAccount(JSON.stringify({ ...account, reads }), 'f');
    expect(!loaded.ok && loaded.error).toMatchObject({
      code: 'malformed',
      message: expect.stringMatching(/`reads\[\d+\]` is no answer of cloudwatch:DescribeAlarms: `MetricAlarms` is not/),
    });
  });
});
