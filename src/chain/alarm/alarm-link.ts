import type { CompositeAlarm, MetricAlarm } from '../../account/answers.js';
import { FALSE, TRUE, unknown } from '../../predicate/predicate.js';
import type { Condition, Link } from '../link.js';
import { type Part, unknownSettings } from '../unknown-settings.js';
import { acts } from './actions.js';
import type { Judgement } from './judge.js';
import type { Alarms } from './publication.js';
import { warm } from './warm-up.js';

/** A metric alarm. `acting`: its own actions are the way on; otherwise only its state matters, to a composite alarm. */
export function alarmLink(
  alarms: Alarms,
  alarm: MetricAlarm,
  judgement: Judgement,
  readAt: string,
  acting: boolean,
): Link {
  const evaluation: Condition = {
    code: 'evaluation',
    reads: ['cloudwatch:DescribeAlarms'],
    passes: judgement.passes,
    because: judgement.because,
    ...(judgement.mend === undefined ? {} : { mend: judgement.mend }),
    ...noteOf(alarm, judgement),
  };
  return {
    kind: 'alarm',
    id: alarm.AlarmArn ?? alarm.AlarmName ?? '',
    account: alarms.account,
    region: alarms.region,
    conditions: [
      evaluation,
      evaluationState(alarm),
      stuck(alarm, readAt),
      warm(alarm, readAt),
      ...unknownSettings('cloudwatch:DescribeAlarms', ...partsOf(alarm)),
      ...(acting ? acts(alarms, alarm, readAt) : []),
    ],
  };
}

function partsOf(alarm: MetricAlarm): readonly Part[] {
  const queries = (alarm.Metrics ?? []).flatMap((query): readonly Part[] => [
    ['metric query', query],
    ...(query.MetricStat ? [['metric statistic', query.MetricStat] as const] : []),
  ]);
  return [['metric alarm', alarm], ...queries];
}

function noteOf(alarm: MetricAlarm, judgement: Judgement): { note?: string } {
  const notes = [
    ...(judgement.note === undefined ? [] : [judgement.note]),
    ...(alarm.StateValue === 'ALARM'
      ? ['it is in ALARM now, and until it leaves that state another event sends nothing']
      : []),
  ];
  return notes.length > 0 ? { note: notes.join('; ') } : {};
}

/** EvaluationState tells when CloudWatch cannot evaluate the alarm as it is configured (user guide, "Alarm evaluation"). */
function evaluationState(alarm: MetricAlarm): Condition {
  const state = alarm.EvaluationState;
  const base = { code: 'evaluation-state', reads: ['cloudwatch:DescribeAlarms'] } as const;
  if (state === undefined || state === 'IN_WARM_UP') return { ...base, passes: TRUE, because: 'it is evaluated' };
  const message = `its \`EvaluationState\` is ${state}`;
  return { ...base, passes: unknown({ code: 'evaluation-state', message }), because: message };
}

const DAY = 86_400_000;

/**
 * An alarm that has been in ALARM for longer than a day, which by its settings it would have left without further events: either
 * they keep coming or it does not work as we think, and an event now is no change.
 */
function stuck(alarm: MetricAlarm | CompositeAlarm, readAt: string): Condition {
  const base = { code: 'stuck', reads: ['cloudwatch:DescribeAlarms'] } as const;
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  const age = Date.parse(readAt) - Date.parse(since ?? '');
  if (alarm.StateValue !== 'ALARM' || age <= DAY)
    return { ...base, passes: TRUE, because: 'it has not been in ALARM for longer than a day' };
  const how = Number.isNaN(age) ? 'is in ALARM, for how long was not told' : `has been in ALARM since ${since}`;
  const message = `it ${how}, and an event sends nothing until it leaves that state`;
  return {
    ...base,
    passes: unknown({ code: 'stuck', message }),
    because: message,
    mend: 'find out what keeps it in ALARM',
  };
}

/** A composite alarm: its rule and its suppressor are judged by the caller of this function. */
export function compositeLink(
  alarms: Alarms,
  alarm: CompositeAlarm,
  judged: readonly Condition[],
  readAt: string,
  acting: boolean,
): Link {
  return {
    kind: 'alarm',
    id: alarm.AlarmArn ?? alarm.AlarmName ?? '',
    account: alarms.account,
    region: alarms.region,
    conditions: [
      ...judged,
      stuck(alarm, readAt),
      ...unknownSettings('cloudwatch:DescribeAlarms', ['composite alarm', alarm]),
      ...(acting ? acts(alarms, alarm, readAt) : []),
    ],
  };
}

/**
 * The suppressor of a composite alarm's actions (user guide, "Alarm suppression"). In ALARM it silences them: broken now. Otherwise
 * they are sent after the wait period, if the composite is still in ALARM then: when it leaves ALARM sooner, a new wait begins and the
 * ALARM action is never sent, which is doubted by `holdsSeconds`. That the suppressor may go to ALARM at another time is a note, as with
 * a scheduled mute rule; that the same event may put it there is a doubt.
 */
export function unsuppressed(
  alarm: CompositeAlarm,
  suppressorState: string | undefined,
  suppressorMayRing: boolean,
  holdsSeconds: number,
): Condition {
  const base = { code: 'unsuppressed', reads: ['cloudwatch:DescribeAlarms'] } as const;
  const suppressor = alarm.ActionsSuppressor;
  const doubt = (message: string): Condition => ({
    ...base,
    passes: unknown({ code: 'suppressor', message }),
    because: message,
  });
  if (alarm.ActionsSuppressedBy !== undefined && alarm.ActionsSuppressedBy !== '')
    return {
      ...base,
      passes: FALSE,
      because: `its actions are suppressed now (\`ActionsSuppressedBy\` is ${alarm.ActionsSuppressedBy})`,
      mend: `end the suppression by \`${suppressor ?? 'its suppressor'}\``,
    };
  if (suppressor === undefined || suppressor === '') return { ...base, passes: TRUE, because: 'it has no suppressor' };
  if (suppressorState === 'ALARM')
    return {
      ...base,
      passes: FALSE,
      because: `its suppressor \`${suppressor}\` is in ALARM and silences its actions`,
      mend: `bring \`${suppressor}\` out of ALARM, or remove the suppressor`,
    };
  if (suppressorState === undefined) return doubt(`its suppressor \`${suppressor}\` was not found among the alarms`);
  if (suppressorMayRing) return doubt(`its suppressor \`${suppressor}\` may go to ALARM with the same event`);
  const wait = alarm.ActionsSuppressorWaitPeriod ?? 0;
  if (wait >= holdsSeconds)
    return doubt(
      `\`ActionsSuppressorWaitPeriod\` is ${wait} s, and the alarm may be back from ALARM before its actions are sent`,
    );
  return {
    ...base,
    passes: TRUE,
    because: `its suppressor \`${suppressor}\` is not in ALARM`,
    note: `while \`${suppressor}\` is in ALARM, nothing is sent`,
  };
}
