import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import type { MetricFilter } from '../account/answers.js';
import { loadAccount } from '../account/load.js';
import { loadControls } from '../catalogue/load.js';
import { audit } from './audit.js';
import type { ControlResult } from './result.js';

const { controls } = loadControls();

/** The bundled account: fifteen filters, of which one is meant for key loss. */
function bundled(): Account {
  const file = new URL('../../examples/silent-key-loss.json', import.meta.url);
  const loaded = loadAccount(readFileSync(file, 'utf8'), 'silent-key-loss.json');
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.account;
}

function withFilters(change: (filters: readonly MetricFilter[]) => readonly MetricFilter[]): Account {
  const account = bundled();
  const reads = account.reads.map((read) => {
    if (read.operation !== 'logs:DescribeMetricFilters') return read;
    const [page] = read.pages as readonly { readonly metricFilters: readonly MetricFilter[] }[];
    return { ...read, pages: [{ ...page, metricFilters: change(page?.metricFilters ?? []) }] };
  });
  return { ...account, reads } as Account;
}

function judged(account: Account, slug = 'kms-key-loss'): ControlResult {
  const result = audit({
    accounts: [account],
    controls: controls.filter((control) => control.slug === slug),
    catalogue: controls,
    benchmark: 'cis-7.0',
    includeAttempts: false,
    generatedAt: '2026-03-01T12:00:00Z',
    tool: { name: 'trailproof', version: '0' },
  });
  return result.results[0]!;
}

const isMeant = ({ filterName = '' }: MetricFilter) => filterName.includes('kms');
const without = (filters: readonly MetricFilter[]) => filters.filter((filter) => !isMeant(filter));
const stop = (result: ControlResult) => result.events[0]!.path.at(-1)!;
const named = (account: Account) => judged(account).events[0]!.path.find(({ kind }) => kind === 'metric-filter')!.id;
const beside = (filterName: string, filterPattern: string) =>
  withFilters((filters) => {
    const metricTransformations = [{ metricNamespace: 'Other', metricName: 'Other', metricValue: '1' }];
    return [...without(filters), { ...filters[0]!, filterName, filterPattern, metricTransformations }];
  });
const instead = (filterName: string, filterPattern: string) =>
  withFilters((filters) => filters.map((one) => (isMeant(one) ? { ...one, filterName, filterPattern } : one)));

describe('a path that stops among filters of other things', () => {
  const result = judged(withFilters(without));

  it('names none of them', () => {
    expect(result.verdict).toBe('broken');
    expect(stop(result)).toMatchObject({
      kind: 'metric-filter',
      id: '(none of 14)',
      holds: false,
      reason: 'none of the 14 metric filters of the log group `CloudTrail/DefaultLogGroup` matches DisableKey',
    });
    expect(result.events[0]!.path.map(({ kind }) => kind)).toEqual(['trail', 'log-group', 'metric-filter']);
    expect(result.summary).toBe(
      'DisableKey and ScheduleKeyDeletion are not reported: none of the 14 metric filters of the log group `CloudTrail/DefaultLogGroup` matches DisableKey',
    );
  });

  it('says what is to be put there, and nothing of what those filters lead to', () => {
    expect(result.events[0]!.mend).toHaveLength(1);
    expect(result.events[0]!.mend[0]).toMatch(/^put a metric filter with the pattern `\{ \(\$\.eventSource = "kms/);
    expect(result.blindSpots).toEqual([]);
  });
});

describe('a filter is named', () => {
  it('that asks for the service of the event', () => {
    expect(named(instead('other', '{ $.eventSource = "kms.amazonaws.com" && $.eventName = "EnableKey" }'))).toBe(
      'other',
    );
  });

  it('that asks for the event, and for something else as well', () => {
    expect(named(instead('other', '{ $.eventName = "DisableKey" && $.errorCode = "AccessDenied" }'))).toBe('other');
  });

  it('that searches for a part of the event’s name', () => {
    expect(named(instead('other', '"DisableKeyX"'))).toBe('other');
  });

  it('that carries the control’s name, whatever it asks for', () => {
    expect(named(instead('kms-key-loss', '{ $.eventName = "CreateUser" }'))).toBe('kms-key-loss');
  });

  it('whose alarm carries the control’s name', () => {
    expect(named(instead('other', '{ $.eventName = "CreateUser" }'))).toBe('other');
  });

  it('that is the only one', () => {
    const account = withFilters((filters) => [{ ...filters[0]!, filterPattern: '{ $.eventName = "CreateUser" }' }]);
    expect(named(account)).toBe('cis-4.1-unauthorized-api-calls');
  });

  it('not because it asks for any name, or names another event of no known service', () => {
    expect(named(beside('other', '{ $.eventName = * && $.errorCode = "AccessDenied" }'))).toBe('(none of 15)');
    expect(named(beside('other', '{ $.eventName = "CreateUser" }'))).toBe('(none of 15)');
    expect(named(beside('other', '"CreateUser"'))).toBe('(none of 15)');
  });

  it('that may match: then it is not said that none does', () => {
    const account = instead('other', '{ $.recipientAccountId = 111122223333 }');
    expect(judged(account).verdict).toBe('unknown');
    expect(named(account)).toBe('other');
  });
});

it('of a control that several filters tell, its own is shown', () => {
  const { verdict, events } = judged(bundled(), 'organizations-changes');
  expect(verdict).toBe('proved');
  for (const event of events) expect(event.path[2]?.id).toBe('cis-4.15-organizations-changes');
});
