import { encryptBus } from './bus-variants.js';
import { anyName, NAMED, type WorldControl } from './controls.js';
import { setPattern } from './filter-variants.js';
import { GUARDS, type Guard, guarded } from './pattern-variants.js';
import type { Random } from './random.js';
import { groupsOf } from './reads.js';
import { eventRule, SOUND_RULES } from './rule-variants.js';
import type { FilterSpec, World } from './specs.js';
import { MEMBER_FAULTS } from './trail-variants.js';
import type { Cell, Truth } from './truth.js';
import { logGroup, metricAlarm, metricFilter, snsTopic, trail, world } from './world.js';

/** Lays the deployed controls out over the account, in place; returns the other accounts that are read with it. */
type Layout = (made: World, deployed: readonly WorldControl[], random: Random, story: string[]) => World[];

/** The one filter of the first control, if it is a control of named calls. */
function first(made: World, deployed: readonly WorldControl[]): { filter: FilterSpec; control: WorldControl } | null {
  const filter = groupsOf(made)[0]?.filters[0];
  const control = deployed[0];
  return filter && control && NAMED.includes(control) ? { filter, control } : null;
}

/** Adds a filter of the same control with a metric and an alarm of its own, or on the first one's. */
function second(made: World, control: WorldControl, beside: FilterSpec, shared: boolean): FilterSpec {
  const group = groupsOf(made)[0]!;
  const filter = metricFilter(group, control, shared ? '-part-shared' : '-part');
  if (shared) {
    beside.filter.filterName = `${beside.filter.filterName}-part-beside-shared`;
    filter.metric = { ...beside.metric };
    filter.alarms = beside.alarms;
  } else {
    beside.filter.filterName = `${beside.filter.filterName}-part-first`;
    const topic = beside.alarms[0]?.topics[0] ?? null;
    filter.alarms.push(metricAlarm(made, filter, group.region, `${control.metric}-part`, topic));
  }
  group.filters.push(filter);
  return filter;
}

const PAIRS: readonly (readonly [Guard, Guard])[] = [
  [GUARDS['one Region'], GUARDS['not one Region']],
  [GUARDS['IAM users'], GUARDS['all but IAM users']],
];

export const LAYOUTS = {
  plain: () => [],
  'filters that split the names': (made, deployed, random, story) => {
    const found = first(made, deployed);
    if (!found) return [];
    const { filter, control } = found;
    const cut = 1 + random.below(control.names.length - 1);
    const halves = [control.names.slice(0, cut), control.names.slice(cut)];
    if (random.chance(0.2)) story.push(`forgotten: ${halves[1]?.shift()}`);
    if (halves[1]?.length === 0) halves[1] = ['NoSuchEvent'];
    const other = second(made, control, filter, random.chance(0.3));
    for (const [index, names] of halves.entries())
      setPattern(
        [filter, other][index]!,
        control,
        {
          pattern: `{ ($.eventSource = ${control.source}) && (${anyName(names)}) }`,
          covers: (cell: Cell): Truth => (names.includes(cell.name) ? 'holds' : 'broken'),
        },
        false,
      );
    return [];
  },
  'filters that split the events': (made, deployed, random, story) => {
    const found = first(made, deployed);
    if (!found) return [];
    const { filter, control } = found;
    const pair = random.pick(PAIRS);
    const other = second(made, control, filter, random.chance(0.3));
    setPattern(filter, control, guarded(control, pair[0]), false);
    const guard = random.chance(0.8) ? pair[1] : random.pick(Object.values(GUARDS));
    if (guard !== pair[1]) story.push(`split with ${guard.text}`);
    setPattern(other, control, guarded(control, guard), false);
    return [];
  },
  'two alarms and two topics': (made, _, random) => {
    const topic = snsTopic(made, made.home, 'on-call');
    for (const filter of groupsOf(made)[0]?.filters ?? [])
      if (random.chance(0.7) && filter.metric.defaultValue !== undefined)
        filter.alarms.push(metricAlarm(made, filter, made.home, `${filter.alarms[0]?.alarm.AlarmName}-on-call`, topic));
    return [];
  },
  'a second trail': (made, _, random) => {
    const spare = random.chance(0.5) ? logGroup(made, made.home, 'spare') : groupsOf(made)[0]!;
    made.trails.unshift(trail(made, 'second', random.chance(0.3) ? null : spare));
    return [];
  },
  'a trail in every Region': (made, deployed, random, story) => {
    made.trails = [];
    for (const region of made.regions) {
      if (random.chance(0.1)) {
        story.push(`no trail in ${region}`);
        continue;
      }
      const group = logGroup(made, region, 'CloudTrail/DefaultLogGroup');
      const topic = snsTopic(made, region, 'security-alerts');
      for (const control of deployed) {
        const filter = metricFilter(group, control);
        filter.alarms.push(metricAlarm(made, filter, region, `CIS-${control.cis}-${control.metric}`, topic));
        group.filters.push(filter);
      }
      const single = trail(made, `regional-${region}`, group, region);
      single.trail.IsMultiRegionTrail = false;
      single.tags.push({
        fault: 'single-Region',
        link: 'trail',
        passes: (cell) => (cell.region === region ? 'holds' : 'broken'),
      });
      made.trails.push(single);
    }
    return [];
  },
  'rules in some Regions, a trail for the rest': (made, deployed, random, story) => {
    const found = first(made, deployed);
    if (!found) return [];
    const { filter, control } = found;
    addRules(made, control, ['us-east-1'], random, story);
    if (random.chance(0.7)) {
      setPattern(filter, control, guarded(control, GUARDS['not one Region']), false);
      filter.filter.filterName += '-part';
    }
    return [];
  },
  'rules in every Region': (made, deployed, random, story) => {
    const found = first(made, deployed);
    if (!found) return [];
    addRules(made, found.control, made.regions, random, story);
    // The trail only feeds EventBridge.
    for (const one of made.trails) {
      one.group = null;
      delete one.trail.CloudWatchLogsLogGroupArn;
      delete one.trail.CloudWatchLogsRoleArn;
      delete one.status.LatestCloudWatchLogsDeliveryTime;
    }
    return [];
  },
  "an organization's trail": (made, deployed, random, story) => {
    const owner = world({ id: '444455556666', regions: made.regions, home: made.home, controls: deployed });
    for (const one of owner.trails) one.trail.IsOrganizationTrail = true;
    made.trails = [...owner.trails];
    const member = random.pick(MEMBER_FAULTS);
    if (random.chance(0.3)) {
      for (const one of owner.trails) one.member = member;
      story.push(`member: ${member.fault}`);
    }
    if (random.chance(0.3)) {
      story.push('owner not read');
      return [];
    }
    return [owner];
  },
} satisfies Record<string, Layout>;

function addRules(
  made: World,
  control: WorldControl,
  regions: readonly string[],
  random: Random,
  story: string[],
): void {
  for (const region of regions) {
    const topic = snsTopic(made, region, 'security-events');
    topic.fromEvents = 'holds';
    topic.attributes.Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: topic.arn,
        },
      ],
    });
    const rule = eventRule(made, region, control, topic);
    const [name, vary] = random.entry(SOUND_RULES);
    if (name !== 'plain') story.push(`rule in ${region}: ${name}`);
    vary(made, rule, control);
    made.rules.push(rule);
    if (random.chance(0.2)) {
      encryptBus(made, region);
      story.push(`event bus in ${region}: encrypted`);
    }
  }
}
