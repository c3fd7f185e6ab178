import { expect, it } from 'vitest';
import type { Account, Read } from '../../src/account/account.js';
import { canonical } from '../../src/account/canonical.js';
import { saveAccount } from '../../src/account/save.js';
import { apply } from '../../src/change/apply.js';
import { type Step, step, type WriteInputs } from '../../src/change/step.js';
import { compile } from './account-builder.js';
import { generate } from './generate.js';

const ACCOUNTS = 80;

interface Derived {
  /** Says what is there already. */
  readonly same: readonly Step[];
  /** A step and what takes it back. */
  readonly pairs: readonly (readonly [Step, Step])[];
}

type Item = Readonly<Record<string, unknown>>;

function itemsOf({ pages }: Read, member: string): readonly Item[] {
  return pages.flatMap((page) => (Array.isArray(page[member]) ? (page[member] as readonly Item[]) : []));
}

/** Steps about what stands in the account file. */
function derived({ reads, account }: Account): Derived {
  const same: Step[] = [];
  const pairs: (readonly [Step, Step])[] = [];
  for (const read of reads) {
    const { region } = read;
    const filters = itemsOf(read, 'metricFilters');
    for (const { creationTime: _time, ...filter } of filters) {
      const input = filter as object as WriteInputs['logs:PutMetricFilter'];
      // A world may hold two of one name, which AWS does not.
      if (filters.filter(({ filterName }) => filterName === input.filterName).length > 1) continue;
      same.push(step('logs:PutMetricFilter', region, input));
      pairs.push([
        step('logs:PutMetricFilter', region, { ...input, filterPattern: 'x' }),
        step('logs:PutMetricFilter', region, input),
      ]);
      const added = { ...input, filterName: `${input.filterName}-2` };
      pairs.push([
        step('logs:PutMetricFilter', region, added),
        step('logs:DeleteMetricFilter', region, { logGroupName: input.logGroupName, filterName: added.filterName }),
      ]);
    }
    for (const alarm of itemsOf(read, 'MetricAlarms')) {
      const { AlarmArn: _arn, StateValue: _state, StateReason: _reason, ...input } = alarm;
      const named = { ...input, AlarmName: String(alarm.AlarmName) };
      const AlarmNames = [named.AlarmName];
      same.push(step('cloudwatch:PutMetricAlarm', region, named));
      const switched = [
        step('cloudwatch:DisableAlarmActions', region, { AlarmNames }),
        step('cloudwatch:EnableAlarmActions', region, { AlarmNames }),
      ] as const;
      if (alarm.ActionsEnabled === true) pairs.push(switched);
      if (alarm.ActionsEnabled === false) pairs.push([switched[1], switched[0]]);
    }
    for (const trail of itemsOf(read, 'trailList')) {
      const arn = String(trail.TrailARN);
      if (!arn.includes(`:${account}:`) || trail.HomeRegion !== region) continue;
      const { IsMultiRegionTrail, IncludeGlobalServiceEvents } = trail;
      if (typeof IsMultiRegionTrail !== 'boolean' || typeof IncludeGlobalServiceEvents !== 'boolean') continue;
      same.push(step('cloudtrail:UpdateTrail', region, { Name: arn, IsMultiRegionTrail, IncludeGlobalServiceEvents }));
      pairs.push([
        step('cloudtrail:UpdateTrail', region, { Name: arn, IsMultiRegionTrail: !IsMultiRegionTrail }),
        step('cloudtrail:UpdateTrail', region, { Name: arn, IsMultiRegionTrail }),
      ]);
    }
    if (read.operation === 'sns:GetTopicAttributes') {
      const TopicArn = String(read.input.TopicArn);
      const { Policy } = (read.pages[0]?.Attributes ?? {}) as { Policy?: string };
      const put = (AttributeValue: string) =>
        step('sns:SetTopicAttributes', region, { TopicArn, AttributeName: 'Policy', AttributeValue });
      if (Policy !== undefined) same.push(put(Policy));
      if (Policy !== undefined) pairs.push([put('{}'), put(Policy)]);
      same.push(...(read.error ? [] : [step('sns:CreateTopic', region, { Name: TopicArn.split(':').at(-1) ?? '' })]));
    }
    for (const { logGroupName } of itemsOf(read, 'logGroups'))
      same.push(step('logs:CreateLogGroup', region, { logGroupName: String(logGroupName) }));
  }
  return { same, pairs };
}

/** In no order of trails' listings, which AWS does not promise, and without times. */
function comparable(account: Account): string {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).filter(([name]) => !/(?:Time|Timestamp)$/.test(name));
    return Object.fromEntries(
      members.map(([name, member]) => {
        const items = plain(member);
        const isTrails = name === 'trailList' && Array.isArray(items);
        return [name, isTrails ? items.map((one) => JSON.stringify(canonical(one))).sort() : items];
      }),
    );
  };
  return JSON.stringify(plain(JSON.parse(saveAccount(account))));
}

it('in generated accounts, a step that says what is there changes nothing, and one that is taken back neither', () => {
  const counts = { same: 0, pairs: 0 };
  for (let seed = 0; seed < ACCOUNTS; seed++) {
    for (const world of generate(seed).worlds) {
      const account = compile(world);
      const before = comparable(account);
      const { same, pairs } = derived(account);
      for (const one of same) expect(comparable(apply(one, account)), JSON.stringify([seed, one])).toBe(before);
      for (const [made, undo] of pairs) {
        const after = apply(made, account);
        expect(comparable(apply(made, after)), JSON.stringify([seed, made])).toBe(comparable(after));
        expect(comparable(apply(undo, after)), JSON.stringify([seed, made])).toBe(before);
      }
      counts.same += same.length;
      counts.pairs += pairs.length;
    }
  }
  expect(counts.same).toBeGreaterThan(ACCOUNTS * 3);
  expect(counts.pairs).toBeGreaterThan(ACCOUNTS * 3);
});
