import type { LinkKind } from '../../chain/link.js';
import { mendAlarm } from './alarm.js';
import { mendEventBus } from './event-bus.js';
import { mendLogGroup } from './log-group.js';
import type { Mend } from './mend.js';
import { mendMetric } from './metric.js';
import { mendMetricFilter } from './metric-filter.js';
import { mendRule } from './rule.js';
import { mendSubscription } from './subscription.js';
import { mendTopic } from './topic.js';
import { mendTrail } from './trail.js';

/** What a target does is not read, beyond topics. */
const mendTarget: Mend = () => null;

/** For each kind of link what mends it. */
export const MENDS: Readonly<Record<LinkKind, Mend>> = {
  trail: mendTrail,
  'log-group': mendLogGroup,
  'metric-filter': mendMetricFilter,
  metric: mendMetric,
  alarm: mendAlarm,
  topic: mendTopic,
  subscription: mendSubscription,
  'event-bus': mendEventBus,
  rule: mendRule,
  target: mendTarget,
};
