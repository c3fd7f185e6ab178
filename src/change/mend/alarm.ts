import type { MetricAlarm } from '../../account/answers.js';
import { add, type Bench, WEIGHT } from '../bench.js';
import { alarmNamed, alarmProposal, EVALUATION } from '../build/alarm.js';
import { COST } from '../cost.js';
import { isMeantAlarm } from '../is-meant.js';
import { step } from '../step.js';
import { type Mend, nameIn, only } from './mend.js';
import { withCount } from './metric.js';

/**
 * The evaluation and the switch of one that was made for the control; that it has no action is for whoever gives it a topic. What mutes it, keeps it in ALARM or is not
 * understood needs another alarm.
 */
export const mendAlarm: Mend = (bench, place) => {
  const { link, failing } = place;
  if (!only(failing, 'evaluation', 'actions-enabled', 'alarm-action') || link.account !== bench.account.account)
    return null;
  const name = nameIn(link.id, 'alarm');
  const alarm = alarmNamed(bench, link.region, name);
  const isAltered = failing.has('evaluation') || failing.has('actions-enabled');
  if (alarm && isAltered && !isMeantAlarm(alarm, place.control, bench, link.region)) return null;
  if (failing.has('evaluation')) return evaluating(bench, link.region, name, place);
  return failing.has('actions-enabled') ? enabled(bench, link.region, name, link.id) : bench;
};

/** The benchmark's own settings, switched on; the actions, the description and the metric stay. */
function evaluating(bench: Bench, region: string, name: string, place: Parameters<Mend>[1]): Bench | null {
  const alarm = alarmNamed(bench, region, name);
  if (!alarm || !isPlain(alarm)) return null;
  const counted = withCount(bench, place);
  if (!counted) return null;
  const altered = {
    ...EVALUATION,
    ...(place.failing.has('actions-enabled') ? { ActionsEnabled: true } : {}),
    ExtendedStatistic: undefined,
    EvaluateLowSampleCountPercentile: undefined,
    EvaluationWindow: undefined,
  };
  const isSame = Object.entries(altered).every(([member, value]) => alarm[member] === value);
  if (isSame) return counted === bench ? null : counted;
  return add(
    counted,
    WEIGHT.changes,
    alarmProposal(counted, region, alarm, altered, {
      title: `let the alarm \`${name}\` ring for a single event: Sum of 300 seconds, at least 1, 1 of 1`,
      risk: 'changes',
      warning: 'it rings for every event from now on, also where it waited for several on purpose',
    }),
  );
}

/** On one metric, compared with a number. Metric math and anomaly detection say something that a plain alarm would not. */
function isPlain(alarm: MetricAlarm): boolean {
  const other = ['Metrics', 'ThresholdMetricId', 'EvaluationCriteria', 'WarmUpConfiguration'];
  return alarm.MetricName !== undefined && other.every((member) => isNothing(alarm[member]));
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

function enabled(bench: Bench, region: string, name: string, id: string): Bench {
  return add(bench, WEIGHT.changes, {
    step: step('cloudwatch:EnableAlarmActions', region, { AlarmNames: [name] }),
    title: `enable the actions of the alarm \`${name}\``,
    link: { kind: 'alarm', id },
    risk: 'changes',
    warning: 'somebody may have switched them off on purpose, because it rang too often',
    cost: COST.none,
    notUndone: null,
  });
}
