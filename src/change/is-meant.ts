import type { MetricAlarm } from '../account/answers.js';
import type { Control } from '../catalogue/control.js';
import { sample } from '../chain/judge.js';
import type { Link } from '../chain/link.js';
import { lettersOf, nameWordsOf } from '../chain/name-words.js';
import type { Bench } from './bench.js';
import { isOnMetricOf, metricAlarmsIn } from './look.js';
import { covers, type Open } from './proof.js';

/**
 * Was the filter made for the control? By its name, or by what its pattern asks for. One that does all that another control requires
 * is that control's, and one that is named after another is as well: its alarm says so.
 */
export function isMeant(
  { id, conditions }: Link,
  pattern: string,
  { control, open }: { readonly control: Control; readonly open: readonly Open[] },
  { task }: Bench,
): boolean {
  const others = task.catalogue.filter(({ slug }) => slug !== control.slug);
  if (others.some((other) => covers(task, pattern, other))) return false;
  if (isNamedAfter(id, control)) return true;
  if (others.some((other) => isNamedAfter(id, other))) return false;
  const names = control.events.flatMap(({ eventName }) => eventName ?? []);
  if (names.length > 0) return names.some((name) => pattern.includes(name));
  return open.some(({ demand }) => {
    const event = sample(demand);
    return event !== null && conditions.some(({ nearness }) => nearness !== undefined && nearness(event) > 0);
  });
}

/**
 * Was the alarm, on the metric of such a filter, made for the control? By its name; or it is the only one on the metric, named after no
 * other control, and does not wait for silence, as one does that watches over the delivery of logs.
 */
export function isMeantAlarm(alarm: MetricAlarm, control: Control, { task, account }: Bench, region: string): boolean {
  const { AlarmName = '', ComparisonOperator = '', TreatMissingData } = alarm;
  if (isNamedAfter(AlarmName, control)) return true;
  if (task.catalogue.some((other) => other.slug !== control.slug && isNamedAfter(AlarmName, other))) return false;
  const isAlone = metricAlarmsIn(account, region).every(
    (one) => one.AlarmName === AlarmName || !isOnMetricOf(one, alarm),
  );
  return isAlone && !ComparisonOperator.startsWith('LessThan') && TreatMissingData !== 'breaching';
}

/** Do the words of the control stand in the name? */
export function isNamedAfter(id: string, { slug }: Control): boolean {
  const name = lettersOf(id);
  const words = nameWordsOf(slug);
  return name.includes(lettersOf(slug)) || (words.length > 0 && words.every((word) => name.includes(word)));
}
