import { muteRules } from './alarms.js';
import type { Behaviour } from './call.js';
import { filtersByName, knownLogGroupsOnly, logGroupClasses } from './log-groups.js';
import { pages } from './paging.js';
import { DEFAULT_REGIONS, regions } from './regions.js';
import { dataProtection } from './topics.js';
import { defaultSelectors, delivery } from './trails.js';

/**
 * What every test wants that asks for AWS rather than for moto: the default Regions, pages of AWS's sizes, the default event
 * selector, trails that deliver, log group classes, mute rules (none), data protection policies (none). Behaviours that stand before
 * these overrule them.
 */
export function likeAws(now: Date): readonly Behaviour[] {
  const lately = new Date(now.getTime() - 5 * 60_000);
  const longAgo = new Date(now.getTime() - 90 * 86_400_000);
  return [
    regions(DEFAULT_REGIONS),
    pages('logs:DescribeMetricFilters', 50),
    pages('cloudwatch:DescribeAlarms', 100),
    defaultSelectors,
    delivery({
      LatestDeliveryTime: lately,
      LatestCloudWatchLogsDeliveryTime: lately,
      StartLoggingTime: longAgo,
    }),
    logGroupClasses(),
    knownLogGroupsOnly,
    filtersByName,
    muteRules('us-east-1', '000000000000', []),
    dataProtection(),
  ];
}
