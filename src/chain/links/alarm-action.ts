import { doubtful } from '../condition.js';
import type { Link } from '../link.js';
import type { Spot } from '../missing.js';

/** An action of an alarm that is no topic: a function, an OpsItem, an incident. Whether it tells anybody was not read. */
export function alarmActionLink(action: string, spot: Spot): Link {
  const message = `what the alarm’s action \`${action}\` does was not read`;
  return {
    kind: 'target',
    id: action,
    account: spot.account,
    region: spot.region,
    conditions: [doubtful('destination', { code: 'destination-unread', message }, ['cloudwatch:DescribeAlarms'])],
  };
}
