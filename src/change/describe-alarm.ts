import type { Account } from '../account/account.js';
import { SILENT } from './build/alarm.js';
import type { Change } from './change.js';
import { metricAlarmsIn } from './look.js';
import type { WriteInputs } from './step.js';

type Said = Pick<Change, 'title' | 'risk' | 'warning'>;

const EVALUATED = [
  'Statistic',
  'ExtendedStatistic',
  'Period',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'EvaluationWindow',
];

/** What putting an alarm alters of the one that is there; null when there is none. Several steps may have come to be one. */
export function describeAlarm(
  account: Account,
  region: string,
  input: WriteInputs['cloudwatch:PutMetricAlarm'],
): Said | null {
  const old = metricAlarmsIn(account, region).find(({ AlarmName }) => AlarmName === input.AlarmName);
  if (!old) return null;
  const actions = Array.isArray(input.AlarmActions) ? input.AlarmActions.map(String) : [];
  const added = actions.filter((action) => !(old.AlarmActions ?? []).includes(action));
  const differs = (members: readonly string[]) =>
    members.some((member) => JSON.stringify(old[member]) !== JSON.stringify(input[member]));
  const parts: string[] = [];
  const warnings: string[] = [];
  if (differs(EVALUATED)) {
    parts.push('ring for a single event (Sum of 300 seconds, at least 1, 1 of 1)');
    warnings.push('it rings for every event from now on, also where it waited for several on purpose');
  }
  if (old.ComparisonOperator?.startsWith('LessThan') && differs(['ComparisonOperator']))
    warnings.push('it rang when there were few events or none, and does so no more');
  if (old.Unit !== undefined && input.Unit === undefined) {
    parts.push('take data of any unit');
    warnings.push('it sees data that it did not see before');
  }
  if (differs(['Namespace', 'MetricName'])) {
    parts.push(`watch \`${String(input.Namespace)}/${String(input.MetricName)}\``);
    warnings.push(
      `it watches \`${old.Namespace}/${old.MetricName}\` no more, into which nothing that was read publishes`,
    );
  }
  if (old.ActionsEnabled === false && input.ActionsEnabled !== false) {
    parts.push('act');
    warnings.push('somebody may have switched its actions off on purpose');
  }
  if (added.length > 0) {
    parts.push(`notify ${added.join(' and ')}`);
    if ((old.AlarmActions ?? []).length === 0) warnings.push(SILENT);
  }
  const last = parts.at(-1) ?? 'stay as it is';
  return {
    title: `let the alarm \`${input.AlarmName}\` ${[parts.slice(0, -1).join(', '), last].filter(Boolean).join(' and ')}`,
    risk: warnings.length > 0 ? 'changes' : 'adds',
    warning: warnings.length > 0 ? warnings.join('; ') : null,
  };
}
