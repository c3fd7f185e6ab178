import { metricValueOf } from '../../chain/alarm/value.js';
import { add, type Bench, WEIGHT } from '../bench.js';
import { alarmNamed, alarmProposal } from '../build/alarm.js';
import { type Mend, nameIn, only, type Place } from './mend.js';
import { filterAt, filterProposal } from './metric-filter.js';

/** The filter must publish a number, and the alarm ask for what is published. Other dimensions need an alarm of their own. */
export const mendMetric: Mend = (bench, place) => {
  const { failing } = place;
  if (!only(failing, 'value', 'unit')) return null;
  const made = failing.has('value') ? withCount(bench, place) : bench;
  return made && failing.has('unit') ? withoutUnit(made, place) : made;
};

/** Lets each match count one, and quiet minutes nothing; the bench itself where that is so. */
export function withCount(bench: Bench, place: Pick<Place, 'path'>): Bench | null {
  const found = filterAt(bench, place);
  const [metric, ...others] = found?.input.metricTransformations ?? [];
  if (!found || !metric || others.length > 0) return null;
  const value = metricValueOf(metric.metricValue);
  const isCounting = value.kind === 'number' && value.value >= 1;
  const isQuiet = metric.defaultValue === undefined || metric.defaultValue === 0;
  if (isCounting && isQuiet) return bench;
  const { defaultValue: _default, ...rest } = metric;
  const { filterName } = found.input;
  const input = {
    ...found.input,
    metricTransformations: [
      {
        ...rest,
        metricValue: isCounting ? metric.metricValue : '1',
        ...(metric.defaultValue === undefined ? {} : { defaultValue: 0 }),
      },
    ],
  };
  const title = isCounting
    ? `let the metric filter \`${filterName}\` publish 0 for minutes without a match`
    : `let the metric filter \`${filterName}\` count 1 for each match`;
  const warning = 'the values of the metric change, and other alarms and graphs on it see other numbers';
  return add(bench, WEIGHT.changes, filterProposal(found.region, filterName, input, title, warning));
}

function withoutUnit(bench: Bench, { path }: Place): Bench | null {
  const link = path.links.find(({ kind }) => kind === 'alarm');
  const alarm = link && alarmNamed(bench, link.region, nameIn(link.id, 'alarm'));
  if (!link || link.account !== bench.account.account || alarm?.MetricName === undefined) return null;
  const about = {
    title: `let the alarm \`${alarm.AlarmName}\` take data of any unit`,
    risk: 'changes' as const,
    warning: 'it sees data that it did not see before',
  };
  return add(bench, WEIGHT.changes, alarmProposal(bench, link.region, alarm, { Unit: undefined }, about));
}
