import type { MetricAlarm } from '../../account/answers.js';
import { type Reason, unknown } from '../../predicate/predicate.js';
import { alarmLink } from '../alarm/alarm-link.js';
import { compositeRings, hasParents } from '../alarm/composite-rings.js';
import { heard, judgeSeries } from '../alarm/heard.js';
import { isSame, type Judgement } from '../alarm/judge.js';
import { type Alarms, isComplete, type Publication, type Ring } from '../alarm/publication.js';
import { queryFor } from '../alarm/query.js';
import { seriesOf } from '../alarm/series.js';
import { orUnseen, unseenFilters } from '../alarm/unseen-filters.js';
import { listeners } from '../alarm-changes.js';
import type { Link } from '../link.js';
import { metricLink, queriedMetricLink, unwatchedMetricLink } from './metric.js';

/**
 * All ways from a publication to an ALARM action, in its own account and Region: each metric alarm that uses its metric, with its own
 * actions and with those of the composite alarms above it. `others`: the other publications that are known; those of its account and
 * Region share metrics, and ring the other alarms of a composite's rule.
 *
 * When no alarm uses the metric there is one ring that ends with the metric. When the alarms could not be read to the end there is one
 * more, doubtful, ring: one of those that are missing may listen. `unseen`: why filters that were not listed may publish there too.
 */
export function rings(
  publication: Publication,
  others: readonly Publication[],
  alarms: Alarms,
  readAt: string,
  unseen: Reason | null = null,
): readonly Ring[] {
  const rest = others.filter(
    (other) =>
      other.account === publication.account && other.region === publication.region && !isSame(other, publication),
  );
  const found: Ring[] = [];
  const listen = (alarm: MetricAlarm, first: Link, judgement: Judgement): void => {
    const actions = alarm.AlarmActions ?? [];
    const parents = hasParents(alarms, alarm);
    if (actions.length > 0 || !parents)
      found.push({
        links: [first, alarmLink(alarms, alarm, judgement, readAt, true)],
        actions,
        waitSeconds: judgement.waitSeconds,
      });
    const child = alarmLink(alarms, alarm, judgement, readAt, false);
    for (const listener of listeners(alarms.rules, child.id, alarms))
      found.push({ links: [first, child, listener], actions: [], waitSeconds: null });
    if (!parents) return;
    found.push(
      ...compositeRings({ alarms, publication, others: rest, readAt, judgement, unseen }, alarm, [first, child]),
    );
  };
  for (const alarm of alarms.metricAlarms) {
    const series = seriesOf(alarm, publication.account);
    const listened = heard(series, publication);
    for (const metric of listened) {
      const judge = (beside: readonly Publication[]) => judgeSeries(alarm, series, metric, publication, beside);
      const asListed = judge(rest);
      const judgement = unseen
        ? orUnseen(asListed, judge([...rest, ...unseenFilters(series, publication, rest)]), unseen)
        : asListed;
      listen(alarm, metricLink(publication, metric, alarm.AlarmName ?? ''), judgement);
    }
    const query = listened.length > 0 ? null : queryFor(alarm, publication);
    if (query !== null) listen(alarm, queriedMetricLink(publication, alarm.AlarmName ?? ''), byQuery(query));
  }
  if (found.length === 0 || !isComplete(alarms.answer))
    found.push({ links: [unwatchedMetricLink(publication, alarms)], actions: [], waitSeconds: null });
  return found;
}

function byQuery(query: string): Judgement {
  const message = `its query \`${query}\` is not one that we evaluate`;
  return { passes: unknown({ code: 'query', message }), because: message, waitSeconds: null, holdsSeconds: 0 };
}
