import type { Account } from '../account/account.js';
import type { CompositeAlarm, MetricAlarm } from '../account/answers.js';
import { type AlarmRule, alarmsIn, parseAlarmRule } from '../chain/alarm/alarm-rule.js';
import { compositeAlarmsIn } from './look.js';

interface Over {
  /** That may ring, and act, when one of the alarms does. */
  readonly rings: readonly CompositeAlarm[];
  /** By name, that are kept from it by one of them, which is named as well. */
  readonly hushed: readonly { readonly composite: string; readonly by: string }[];
}

type Alarm = MetricAlarm | CompositeAlarm;

/** The composite alarms of the Region that look at these alarms, or at others of them: whatever their rules come to, they may act. */
export function compositesOver(account: Account, region: string, alarms: readonly MetricAlarm[]): Over {
  const acting = compositeAlarmsIn(account, region).filter(({ ActionsEnabled }) => ActionsEnabled !== false);
  const rings = new Set<CompositeAlarm>();
  const hushed: { composite: string; by: string }[] = [];
  const look = (child: Alarm): void => {
    for (const composite of acting) {
      if (isHushed(composite, child)) hushed.push({ composite: composite.AlarmName ?? '', by: child.AlarmName ?? '' });
      if (rings.has(composite) || !isNamedIn(composite, child)) continue;
      rings.add(composite);
      look(composite);
    }
  };
  for (const alarm of alarms) look(alarm);
  return { rings: [...rings], hushed };
}

const isIt = (name: string | undefined, { AlarmName, AlarmArn }: Alarm): boolean =>
  name !== undefined && (name === AlarmName || name === AlarmArn);

/** Of a rule that cannot be read its text decides. */
function isNamedIn({ AlarmRule = '' }: CompositeAlarm, child: Alarm): boolean {
  const rule = parseAlarmRule(AlarmRule);
  if (rule) return alarmsIn(rule).some((name) => isIt(name, child));
  return child.AlarmName !== undefined && AlarmRule.includes(child.AlarmName);
}

/** Does it take no action, or ring no more, while the other one rings? (PutCompositeAlarm, `ActionsSuppressor`, `AlarmRule`) */
function isHushed({ ActionsSuppressor, AlarmRule = '' }: CompositeAlarm, child: Alarm): boolean {
  const rule = parseAlarmRule(AlarmRule);
  return isIt(ActionsSuppressor, child) || (rule !== null && needsSilence(rule, child, false));
}

function needsSilence(rule: AlarmRule, child: Alarm, isNegated: boolean): boolean {
  switch (rule.kind) {
    case 'constant':
      return false;
    case 'state':
      return isIt(rule.alarm, child) && (rule.state === 'ALARM') === isNegated;
    case 'not':
      return needsSilence(rule.of, child, !isNegated);
    case 'and':
    case 'or':
    case 'at-least':
      return rule.of.some((part) => needsSilence(part, child, isNegated));
  }
}
