import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/account.js';
import type { MetricAlarm, MetricFilter, Subscription, Trail } from '../../src/account/answers.js';
import { loadAccount } from '../../src/account/load.js';
import { saveAccount } from '../../src/account/save.js';
import { answerTo, itemsOf } from '../../src/account/view.js';
import { compile } from './account-builder.js';
import { CONTROLS } from './controls.js';
import { generate } from './generate.js';
import { told, verdictOf } from './told.js';
import { world } from './world.js';

function pagesOf(account: Account, operation: Account['reads'][number]['operation']) {
  return account.reads.filter((read) => read.operation === operation).flatMap((read) => read.pages);
}

/** Every name in the account that refers to nothing which was read. */
function dangling(account: Account): readonly string[] {
  const lost: string[] = [];
  const groups = new Set(
    itemsOf<{ arn?: string }>(pagesOf(account, 'logs:DescribeLogGroups'), 'logGroups').map((group) => group.arn),
  );
  for (const trail of itemsOf<Trail>(pagesOf(account, 'cloudtrail:DescribeTrails'), 'trailList')) {
    const arn = trail.CloudWatchLogsLogGroupArn;
    if (arn && !groups.has(arn)) lost.push(arn);
    const status = { Name: trail.TrailARN };
    if (answerTo(account, trail.HomeRegion ?? '', 'cloudtrail:GetTrailStatus', status).kind === 'not-read')
      lost.push(`${trail.TrailARN} status`);
  }
  const names = new Set(
    account.reads
      .filter((read) => read.operation === 'logs:DescribeMetricFilters')
      .map((read) => read.input.logGroupName),
  );
  for (const filter of itemsOf<MetricFilter>(pagesOf(account, 'logs:DescribeMetricFilters'), 'metricFilters')) {
    if (!names.has(filter.logGroupName)) lost.push(`${filter.logGroupName}`);
    if (filter.metricTransformations?.length !== 1) lost.push(`${filter.filterName} has no metric`);
  }
  for (const alarm of itemsOf<MetricAlarm>(pagesOf(account, 'cloudwatch:DescribeAlarms'), 'MetricAlarms'))
    for (const action of alarm.AlarmActions ?? [])
      if (
        action.includes(':sns:') &&
        answerTo(account, action.split(':')[3] ?? '', 'sns:GetTopicAttributes', { TopicArn: action }).kind ===
          'not-read'
      )
        lost.push(action);
  for (const one of itemsOf<Subscription>(pagesOf(account, 'sns:ListSubscriptionsByTopic'), 'Subscriptions'))
    if (
      answerTo(account, one.TopicArn?.split(':')[3] ?? '', 'sns:ListSubscriptionsByTopic', { TopicArn: one.TopicArn })
        .kind !== 'answered'
    )
      lost.push(`${one.TopicArn}`);
  return lost;
}

describe('the account builder', () => {
  const account = compile(world());

  it('makes a correct account of fifteen filters and alarms, one topic and one confirmed subscription', () => {
    expect(itemsOf(pagesOf(account, 'logs:DescribeMetricFilters'), 'metricFilters')).toHaveLength(15);
    expect(itemsOf(pagesOf(account, 'cloudwatch:DescribeAlarms'), 'MetricAlarms')).toHaveLength(15);
    expect(pagesOf(account, 'sns:GetTopicAttributes')).toHaveLength(1);
    expect(itemsOf<Subscription>(pagesOf(account, 'sns:ListSubscriptionsByTopic'), 'Subscriptions')).toHaveLength(1);
    expect(dangling(account)).toEqual([]);
  });

  it('knows that the default account tells every event of every control', () => {
    const made = world();
    for (const control of CONTROLS) {
      const cells = control.cells(made.regions);
      expect(cells.length).toBeGreaterThan(0);
      expect(verdictOf(cells.map((cell) => told(made, cell)))).toBe('holds');
    }
  });

  it('writes a file that is read again as the same account', () => {
    const loaded = loadAccount(saveAccount(account), 'account.json');
    expect(loaded.ok && saveAccount(loaded.account)).toBe(saveAccount(account));
  });

  it('keeps every pattern within the length that AWS accepts, in generated accounts as well', () => {
    for (let seed = 0; seed < 300; seed++)
      for (const made of generate(seed).worlds) {
        const filters = itemsOf<MetricFilter>(pagesOf(compile(made), 'logs:DescribeMetricFilters'), 'metricFilters');
        for (const { filterPattern } of filters) expect(filterPattern?.length).toBeLessThanOrEqual(1024);
      }
  });

  it('never names in a fully read account what was not read', () => {
    for (let seed = 0; seed < 300; seed++) {
      const { worlds, story } = generate(seed);
      // A member's own file does not hold the group of its organization's trail.
      if (
        worlds.some((made) => made.readFaults.length > 0) ||
        worlds[0]?.trails.some((trail) => trail.account !== worlds[0]?.id)
      )
        continue;
      expect(dangling(compile(worlds[0]!)), story.join(', ')).toEqual([]);
    }
  });

  it('makes the same account from the same number, and different ones from others', () => {
    const text = (seed: number) => saveAccount(compile(generate(seed).worlds[0]!));
    expect(text(7)).toBe(text(7));
    expect(new Set(Array.from({ length: 50 }, (_, seed) => text(seed))).size).toBeGreaterThan(45);
  });

  it('makes accounts of every truth', () => {
    const truths = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      const { worlds, controls } = generate(seed);
      for (const control of controls)
        truths.add(verdictOf(control.cells(worlds[0]!.regions).map((cell) => told(worlds[0]!, cell, worlds))));
    }
    expect([...truths].sort()).toEqual(['broken', 'holds', 'open', 'unknown']);
  });
});
