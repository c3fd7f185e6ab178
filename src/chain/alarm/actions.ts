import { FALSE, TRUE } from '../../predicate/predicate.js';
import type { Condition } from '../link.js';
import { unmuted } from './mute.js';
import type { Alarms } from './publication.js';

/** What metric and composite alarms have in common when they act. */
export interface Acting {
  readonly AlarmName?: string;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
}

/**
 * An alarm that goes to ALARM acts when its actions are enabled (the default), it has an ALARM action, and no mute rule is active.
 * Actions of the other two states are no ALARM actions. Without any action its change of state still goes to EventBridge, which the
 * caller lists among other consumers.
 */
export function acts(alarms: Alarms, alarm: Acting, readAt: string): readonly Condition[] {
  const actions = alarm.AlarmActions ?? [];
  const reads = ['cloudwatch:DescribeAlarms'] as const;
  const enabled = alarm.ActionsEnabled !== false;
  const others = [
    ...((alarm.OKActions ?? []).length > 0 ? ['OK'] : []),
    ...((alarm.InsufficientDataActions ?? []).length > 0 ? ['INSUFFICIENT_DATA'] : []),
  ];
  const only = others.length > 0 ? `, only actions for ${others.join(' and ')}` : '';
  return [
    {
      code: 'actions-enabled',
      reads,
      passes: enabled ? TRUE : FALSE,
      because: enabled ? '`ActionsEnabled` is true' : '`ActionsEnabled` is false: it changes state and does nothing',
      ...(enabled ? {} : { mend: 'enable its actions (EnableAlarmActions)' }),
    },
    {
      code: 'alarm-action',
      reads,
      passes: actions.length > 0 ? TRUE : FALSE,
      because: actions.length > 0 ? `\`AlarmActions\` names ${actions.join(', ')}` : `it has no ALARM action${only}`,
      ...(actions.length > 0 ? {} : { mend: 'add an SNS topic that somebody reads to `AlarmActions`' }),
    },
    unmuted(alarms, alarm.AlarmName ?? '', readAt),
  ];
}
