import { type PlainRead, seen } from './reads.js';
import type { AlarmSpec, CompositeSpec, GroupSpec, MuteRule, World } from './specs.js';

/** The alarms and mute rules of the Regions that have a log group of a trail, and the topics that those alarms name. */
export function alarmReads(
  world: World,
  groups: readonly GroupSpec[],
): { reads: readonly PlainRead[]; topics: readonly string[] } {
  const all = [
    ...new Set([...groups.flatMap(({ filters }) => filters.flatMap((one) => one.alarms)), ...world.strayAlarms]),
  ];
  const regions = [...new Set(groups.map(({ region }) => region))];
  const reads: PlainRead[] = [];
  const topics: string[] = [];
  for (const region of regions) {
    const metric = all.filter((one) => one.region === region);
    const composite = [...new Set(metric.flatMap((one) => one.parents))];
    reads.push(listing(region, metric, composite), ...muteReads(world, region));
    if (!seen(world, 'cloudwatch:DescribeAlarms', region)) continue;
    for (const { alarm } of [...metric, ...composite]) topics.push(...(alarm.AlarmActions ?? []));
  }
  return { reads, topics };
}

function listing(region: string, metric: readonly AlarmSpec[], composite: readonly CompositeSpec[]): PlainRead {
  return {
    region,
    operation: 'cloudwatch:DescribeAlarms',
    input: { AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] },
    pages: [
      {
        MetricAlarms: metric.map(({ alarm }) => alarm),
        CompositeAlarms: composite.map(({ alarm }) => alarm),
        LogAlarms: [],
      },
    ],
  };
}

function muteReads(world: World, region: string): readonly PlainRead[] {
  const rules = world.muteRules.filter((rule) => rule.region === region);
  const arn = (rule: MuteRule) => `arn:aws:cloudwatch:${region}:${world.id}:alarm-mute-rule:${rule.name}`;
  const listing: PlainRead = {
    region,
    operation: 'cloudwatch:ListAlarmMuteRules',
    input: {},
    pages: [
      {
        AlarmMuteRuleSummaries: rules.map((rule) => ({
          AlarmMuteRuleArn: arn(rule),
          Status: rule.status,
          MuteType: 'RECURRING',
          ...(rule.expireDate && { ExpireDate: rule.expireDate }),
        })),
      },
    ],
  };
  if (!seen(world, 'cloudwatch:ListAlarmMuteRules', region)) return [listing];
  return [
    listing,
    ...rules.map(
      (rule): PlainRead => ({
        region,
        operation: 'cloudwatch:GetAlarmMuteRule',
        input: { AlarmMuteRuleName: rule.name },
        pages: [
          {
            Name: rule.name,
            AlarmMuteRuleArn: arn(rule),
            Rule: { Schedule: { Expression: rule.expression, Duration: rule.duration, Timezone: 'UTC' } },
            MuteTargets: { AlarmNames: rule.alarms },
            Status: rule.status,
            MuteType: 'RECURRING',
            ...(rule.expireDate && { ExpireDate: rule.expireDate }),
          },
        ],
      }),
    ),
  ];
}
