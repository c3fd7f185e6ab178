import type { Account, Read } from '../../src/account/account.js';
import { alarmReads } from './alarm-reads.js';
import { errorOf, groupsOf, type PlainRead, seen } from './reads.js';
import { ruleReads } from './rule-reads.js';
import type { GroupSpec, ReadFault, World } from './specs.js';
import { topicReads } from './topic-reads.js';
import { trailReads } from './trail-reads.js';

/** The account file that collecting this world would write: every Region's answers, in the order in which they are asked. */
export function compile(world: World): Account {
  const trails = trailReads(world);
  const groups = groupsOf(world);
  const seenGroups = seen(world, 'cloudtrail:DescribeTrails', world.home) ? groups : [];
  const alarms = alarmReads(world, seenGroups);
  const rules = ruleReads(world);
  const reads: PlainRead[] = [
    { region: 'us-east-1', operation: 'sts:GetCallerIdentity', input: {}, pages: [callerIdentity(world)] },
    { region: 'us-east-1', operation: 'iam:ListAccountAliases', input: {}, pages: [{ AccountAliases: ['example'] }] },
    { region: 'us-east-1', operation: 'ec2:DescribeRegions', input: {}, pages: [enabledRegions(world)] },
    ...trails,
    ...seenGroups.flatMap((group) => groupReads(group)),
    ...alarms.reads,
    ...rules.reads,
    ...topicReads(world, new Set([...alarms.topics, ...rules.topics])),
  ];
  return {
    schema: 'trailproof/account/1',
    tool: { name: 'trailproof', version: '0.1.0' },
    readAt: world.readAt,
    account: world.id,
    partition: 'aws',
    caller: `arn:aws:sts::${world.id}:assumed-role/SecurityAudit/auditor`,
    alias: 'example',
    regions: [...world.regions],
    narrowed: false,
    reads: reads.map((read) => withFault(world, read)),
  };
}

function groupReads(group: GroupSpec): readonly PlainRead[] {
  const name = group.group.logGroupName ?? '';
  const { region } = group;
  const metricFilters = group.filters.map(({ filter, metric }) => ({
    ...filter,
    creationTime: 1735689600000,
    metricTransformations: [metric],
  }));
  return [
    {
      region,
      operation: 'logs:DescribeLogGroups',
      input: { logGroupNamePrefix: name },
      pages: [{ logGroups: [...group.neighbours, { ...group.group, metricFilterCount: metricFilters.length }] }],
    },
    {
      region,
      operation: 'logs:DescribeMetricFilters',
      input: { logGroupName: name },
      pages: inPages(metricFilters, 50).map((page) => ({ metricFilters: page })),
    },
    {
      region,
      operation: 'logs:DescribeSubscriptionFilters',
      input: { logGroupName: name },
      pages: [{ subscriptionFilters: group.subscriptionFilters }],
    },
  ];
}

function inPages<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const pages = [];
  for (let from = 0; from === 0 || from < items.length; from += size) pages.push(items.slice(from, from + size));
  return pages;
}

function callerIdentity(world: World): Readonly<Record<string, unknown>> {
  return {
    UserId: 'AROAEXAMPLEEXAMPLE123:auditor',
    Account: world.id,
    Arn: `arn:aws:sts::${world.id}:assumed-role/SecurityAudit/auditor`,
  };
}

function enabledRegions(world: World): Readonly<Record<string, unknown>> {
  return {
    Regions: world.regions.map((region) => ({
      OptInStatus: 'opt-in-not-required',
      RegionName: region,
      Endpoint: `ec2.${region}.amazonaws.com`,
    })),
  };
}

/** A listing that is cut short shows an empty first page: whatever it would have listed is unseen. */
function withFault(world: World, read: PlainRead): Read {
  const fault = world.readFaults.find((one) => concerns(one, read));
  if (!fault) return read;
  const pages = fault.kind === 'truncated' ? read.pages.slice(0, 1).map((page) => emptied(page)) : [];
  return { ...read, pages, error: errorOf(fault.kind) };
}

function concerns(fault: ReadFault, read: PlainRead): boolean {
  return (
    fault.operation === read.operation &&
    (fault.region === null || fault.region === read.region) &&
    (fault.input === null || JSON.stringify(read.input).includes(fault.input))
  );
}

function emptied(page: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(page).map(([name, value]) => [name, Array.isArray(value) ? [] : value]));
}
