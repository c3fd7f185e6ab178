import type { MetricAlarm } from '../../account/answers.js';
import { unknown } from '../../predicate/predicate.js';
import { alarmLink } from '../alarm/alarm-link.js';
import { hasParents } from '../alarm/composite-rings.js';
import type { Judgement } from '../alarm/judge.js';
import type { Alarms, Publication, Ring } from '../alarm/publication.js';
import { listens, metricNamed, type WatchedMetric, watchedIn } from '../alarm/watch.js';
import { metricLink } from './metric.js';

/**
 * The ways from a publication to the alarms of a monitoring account, which name the account of the metric in `Metrics[].AccountId`
 * (user guide of CloudWatch, "CloudWatch cross-account observability"). Whether that account may see the metric is set up in both
 * accounts and was not read, so that such a ring is always in doubt. `alarms`: those of another account, of the metric's own Region.
 */
export function monitoringRings(publication: Publication, alarms: Alarms, readAt: string): readonly Ring[] {
  if (alarms.account === publication.account || alarms.region !== publication.region) return [];
  return alarms.metricAlarms.flatMap((alarm): readonly Ring[] => {
    const metric = watchedIn(alarm, publication.account).find((watched) => listens(publication, watched));
    return metric ? ringsOf(publication, alarms, alarm, metric, readAt) : [];
  });
}

function ringsOf(
  publication: Publication,
  alarms: Alarms,
  alarm: MetricAlarm,
  metric: WatchedMetric,
  readAt: string,
): readonly Ring[] {
  const first = metricLink(publication, metric, alarm.AlarmName ?? '');
  const judgement = inDoubt(publication, alarms, alarm);
  const ring = (acting: boolean, actions: readonly string[]): Ring => ({
    links: [first, alarmLink(alarms, alarm, judgement, readAt, acting)],
    actions,
    waitSeconds: null,
  });
  const actions = alarm.AlarmActions ?? [];
  // What composite alarms above it make of a state that is in doubt is in doubt too.
  const above = hasParents(alarms, alarm);
  return [...(actions.length > 0 || !above ? [ring(true, actions)] : []), ...(above ? [ring(false, [])] : [])];
}

function inDoubt(publication: Publication, alarms: Alarms, alarm: MetricAlarm): Judgement {
  const named = `\`${alarm.AlarmName ?? ''}\` of account ${alarms.account}`;
  const message = `the alarm ${named} watches the metric of account ${publication.account}, and whether it may see it was not read`;
  return {
    passes: unknown({ code: 'monitoring-account', message }),
    because: message,
    mend: `create an alarm on \`${metricNamed(publication)}\` in account ${publication.account} as well`,
    waitSeconds: null,
    holdsSeconds: 0,
  };
}
