import type { CompositeAlarm, MetricAlarm } from '../../account/answers.js';
import { bound } from '../../predicate/bound.js';
import { fold, isTrue } from '../../predicate/fold.js';
import { type Draft, FALSE, type Reason, TRUE, unknown } from '../../predicate/predicate.js';
import type { Condition, Link } from '../link.js';
import { compositeLink, unsuppressed } from './alarm-link.js';
import { type AlarmRule, alarmsIn, parseAlarmRule } from './alarm-rule.js';
import { isOpen, type Known, type Lookup, ruleAfter, ruleBefore } from './composite.js';
import { heard, judgeSeries } from './heard.js';
import type { Judgement } from './judge.js';
import type { Alarms, Publication, Ring } from './publication.js';
import { seriesOf } from './series.js';
import { dimensionsPass } from './watch.js';

export interface Climb {
  readonly alarms: Alarms;
  readonly publication: Publication;
  readonly others: readonly Publication[];
  readonly readAt: string;
  /** Of the metric alarm from which the climb begins. */
  readonly judgement: Judgement;
  /** Why filters that were not listed may put other alarms into ALARM. */
  readonly unseen: Reason | null;
}

type Named = Pick<MetricAlarm, 'AlarmName' | 'AlarmArn'>;

const DEEPEST = 10;

/** Does a rule mention the alarm? A rule that cannot be parsed does when the name stands in it as text. */
export function hasParents(alarms: Alarms, alarm: Named): boolean {
  return parentsOf(alarms, alarm).length > 0;
}

function parentsOf(alarms: Alarms, alarm: Named): readonly { parent: CompositeAlarm; rule: AlarmRule | null }[] {
  return alarms.compositeAlarms.flatMap((parent) => {
    const text = parent.AlarmRule ?? '';
    const rule = parseAlarmRule(text);
    const mentioned = rule
      ? alarmsIn(rule).some((name) => isNamed(alarm, name))
      : alarm.AlarmName !== undefined && text.includes(alarm.AlarmName);
    return mentioned ? [{ parent, rule }] : [];
  });
}

const isNamed = (alarm: Named, name: string): boolean => alarm.AlarmName === name || alarm.AlarmArn === name;

/** The rings through the composite alarms above an alarm that rings; `links` lead to it. Cycles and depth are bounded. */
export function compositeRings(
  climb: Climb,
  child: Named,
  links: readonly Link[],
  ringing: readonly Named[] = [child],
  waited = climb.judgement.waitSeconds,
): readonly Ring[] {
  if (ringing.length > DEEPEST) return [];
  return parentsOf(climb.alarms, child).flatMap(({ parent, rule }) => {
    if (ringing.some((alarm) => alarm.AlarmName === parent.AlarmName)) return [];
    const stating = [...ruleConditions(climb, rule, parent, ringing), ...othersUnseen(climb, rule, parent, ringing)];
    const judged = [...stating, suppressor(climb, parent, ringing)];
    const wait =
      waited === null ? null : waited + (parent.ActionsSuppressor ? (parent.ActionsSuppressorWaitPeriod ?? 0) : 0);
    const found: Ring[] = [];
    const above = hasParents(climb.alarms, parent);
    const actions = parent.AlarmActions ?? [];
    if (actions.length > 0 || !above)
      found.push({
        links: [...links, compositeLink(climb.alarms, parent, judged, climb.readAt, true)],
        actions,
        waitSeconds: wait,
      });
    // What suppresses the actions of a composite does not change its state.
    const stated = compositeLink(climb.alarms, parent, stating, climb.readAt, false);
    found.push(...compositeRings(climb, parent, [...links, stated], [...ringing, parent], waited));
    return found;
  });
}

/** What the other alarms of its rule and its suppressor do is not known where filters that were not listed may feed them. */
function othersUnseen(
  climb: Climb,
  rule: AlarmRule | null,
  parent: CompositeAlarm,
  ringing: readonly Named[],
): readonly Condition[] {
  if (climb.unseen === null || rule === null) return [];
  const restless: Lookup = (name) => {
    const one = known(climb, ringing, name);
    return one.kind === 'other' ? { ...one, must: FALSE } : one;
  };
  const byItself = isTrue(fold(bound(ruleAfter(rule, restless), 'must'), undefined));
  if (byItself && (parent.ActionsSuppressor ?? '') === '') return [];
  const message = `a metric filter that was not seen may ring other alarms on which it depends: ${climb.unseen.message}`;
  const passes = unknown({ code: 'unseen-filters', message });
  return [{ code: 'others-unseen', reads: ['logs:DescribeMetricFilters'], passes, because: message }];
}

/** The rule is true after the event, and was not before: actions are for transitions only. */
function ruleConditions(
  climb: Climb,
  rule: AlarmRule | null,
  parent: CompositeAlarm,
  ringing: readonly Named[],
): readonly Condition[] {
  const reads = ['cloudwatch:DescribeAlarms'] as const;
  const text = `\`${parent.AlarmRule ?? ''}\``;
  if (!rule) {
    const message = `its rule ${text} is not one that we can read`;
    return [{ code: 'rule', reads, passes: unknown({ code: 'alarm-rule', message }), because: message }];
  }
  const lookup: Lookup = (name) => known(climb, ringing, name);
  const after = ruleAfter(rule, lookup);
  const open = isOpen(after);
  const before = ruleBefore(rule, lookup);
  const always = ruleBefore(rule, (name) => unstated(lookup(name))) === true;
  const message = before
    ? `its rule ${text} is true already, by other alarms: it is in ALARM before the event`
    : `whether its rule ${text} is true before the event cannot be told`;
  return [
    {
      code: 'rule',
      reads,
      passes: open ? after : FALSE,
      because: open ? `its rule is ${text}` : `its rule ${text} is not true for this event`,
      mend: 'give the alarm itself an ALARM action, or let the rule be ALARM of it alone',
    },
    {
      code: 'transition',
      reads,
      passes: before === false ? TRUE : always ? FALSE : unknown({ code: 'composite-state', message }),
      because: before === false ? 'its rule is not true before the event' : message,
    },
  ];
}

const unstated = (alarm: Known): Known => (alarm.kind === 'other' ? { ...alarm, now: undefined } : alarm);

function known(climb: Climb, ringing: readonly Named[], name: string): Known {
  if (ringing.some((alarm) => isNamed(alarm, name))) return { kind: 'rings' };
  const composite = climb.alarms.compositeAlarms.find((alarm) => isNamed(alarm, name));
  if (composite) return { kind: 'other', must: FALSE, now: composite.StateValue };
  const alarm = climb.alarms.metricAlarms.find((candidate) => isNamed(candidate, name));
  if (alarm) return { kind: 'other', must: ringsToo(climb, alarm), now: alarm.StateValue };
  const log = climb.alarms.logAlarms.find((candidate) => isNamed(candidate, name));
  if (log) return { kind: 'other', must: FALSE, now: typeof log.StateValue === 'string' ? log.StateValue : undefined };
  return { kind: 'absent' };
}

/**
 * The events for which this alarm is in ALARM together with the one that rings: published from the same log group, hence in the same
 * minute, with both alarms staying in ALARM for longer than two evaluations can be apart.
 */
function ringsToo(climb: Climb, alarm: MetricAlarm): Draft {
  const series = seriesOf(alarm, climb.publication.account);
  const alternatives: Draft[] = [];
  for (const candidate of [climb.publication, ...climb.others]) {
    if (candidate.logGroup !== climb.publication.logGroup) continue;
    const rest = [climb.publication, ...climb.others].filter((other) => other !== candidate);
    for (const metric of heard(series, candidate)) {
      const judgement = judgeSeries(alarm, series, metric, candidate, rest);
      if (Math.min(judgement.holdsSeconds, climb.judgement.holdsSeconds) < 180) continue;
      const reaches = candidate === climb.publication ? TRUE : candidate.reaches;
      alternatives.push({ kind: 'all', of: [reaches, dimensionsPass(candidate, metric), judgement.passes] });
    }
  }
  return { kind: 'any', of: alternatives };
}

function suppressor(climb: Climb, parent: CompositeAlarm, ringing: readonly Named[]): Condition {
  const name = parent.ActionsSuppressor ?? '';
  if (name === '') return unsuppressed(parent, undefined, false, 0);
  const { metricAlarms, compositeAlarms, logAlarms } = climb.alarms;
  const metric = metricAlarms.find((alarm) => isNamed(alarm, name));
  const other = metric ?? [...compositeAlarms, ...logAlarms].find((alarm) => isNamed(alarm, name));
  const state = other && 'StateValue' in other && typeof other.StateValue === 'string' ? other.StateValue : undefined;
  const hears =
    metric !== undefined &&
    [climb.publication, ...climb.others].some(
      (candidate) => heard(seriesOf(metric, climb.publication.account), candidate).length > 0,
    );
  const mayRing =
    ringing.some((alarm) => isNamed(alarm, name)) || hears || (other !== undefined && metric === undefined);
  return unsuppressed(parent, state, mayRing, climb.judgement.holdsSeconds);
}
