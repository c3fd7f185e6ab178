import type { Account } from '../account/account.js';
import type { CompositeAlarm, MetricAlarm } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { listeners, rulesBeside } from '../chain/alarm-changes.js';
import { targetKind } from '../chain/links/target.js';
import { alarmsTouched } from './alarms-touched.js';
import { compositesOver } from './composites-over.js';
import { heardAgain } from './heard-again.js';
import { compositeAlarmsIn, metricAlarmsIn, targetsOf } from './look.js';
import type { Step } from './step.js';

/** What an action is (CloudWatch API reference, PutMetricAlarm, `AlarmActions`). */
export function deedOf(action: string): string {
  const { service, resource = '' } = parseArn(action) ?? {};
  if (targetKind(action) === 'topic') return `publishes to ${action}`;
  if (service === 'lambda') return `calls the function ${action}, whatever that does`;
  if (service === 'ssm' && resource.startsWith('opsitem')) return `opens an OpsItem (${action})`;
  if (service === 'ssm-incidents')
    return `starts an incident (${action}), which may page people and run its automations`;
  return `does ${action}`;
}

/** Actions of alarms on instances, and of Auto Scaling; targets of rules that are calls to EC2, or documents of Systems Manager, which do anything (EventBridge user guide, "Targets"). */
export function changesMachines(action: string): boolean {
  return /^arn:[^:]*:(?:automate:[^:]*:ec2:|swf:[^:]*:[^:]*:action\/actions\/AWS_EC2|autoscaling:|ssm:[^:]*:[^:]*:(?:automation-definition|document)\/|events:[^:]*:[^:]*:target\/[a-z]+-instance)/i.test(
    action,
  );
}

interface Deeds {
  /** Without a final period. */
  readonly words: string;
  /** It stops, ends or adds machines, or keeps others from being told: then the step is not for us. */
  readonly isHarm: boolean;
}

/**
 * What the alarms and rules that are there do besides telling somebody, of those that a step lets ring for more than before, or act
 * again. That was set up for what they rang for until now.
 */
export function deedsOf(step: Step, account: Account): readonly Deeds[] {
  if (step.operation === 'events:EnableRule') return ofRule(account, step.region, step.input.Name);
  if (step.operation === 'sns:CreateTopic') return ofTopic(account, step.region, step.input.Name);
  const { alarms, region } = alarmsTouched(step, account);
  // Of one alarm whom it tells is what the step is for.
  const tells = step.operation === 'logs:PutMetricFilter' && alarms.length > 1;
  // To switch its actions on does not change its state.
  const over = step.operation === 'cloudwatch:EnableAlarmActions' ? NONE : compositesOver(account, region, alarms);
  return [
    ...[...alarms, ...over.rings].flatMap((alarm) => ofAlarm(alarm, tells)),
    ...heardAgain(step, account).map((words) => ({ words, isHarm: false })),
    ...(step.operation === 'cloudwatch:EnableAlarmActions' ? [] : heardBy(account, region, alarms)),
    ...over.hushed.map(({ composite, by }) => ({
      words: `while the alarm \`${by}\` rings, the alarm \`${composite}\` is kept silent`,
      isHarm: true,
    })),
  ];
}

const NONE: ReturnType<typeof compositesOver> = { rings: [], hushed: [] };

/** Rules of EventBridge that are told of an alarm's changes: what becomes of that was not read. */
function heardBy(account: Account, region: string, alarms: readonly MetricAlarm[]): readonly Deeds[] {
  const rules = rulesBeside(account, region);
  const heard = alarms.flatMap(({ AlarmArn: arn = '' }) =>
    listeners(rules, arn, { account: account.account, region }).map(({ id }) => nameIn(id)),
  );
  return [...new Set(heard)].map((name) => ({
    words: `the rule \`${name}\` hears of each change of the alarm’s state, whatever becomes of that`,
    isHarm: false,
  }));
}

const nameIn = (rule: string): string => parseArn(rule)?.resource.replace(/^rule\//, '') ?? rule;

/** The lists of actions, and when each is taken (CloudWatch user guide, "Alarm actions"). */
const WHEN = { AlarmActions: 'rings', OKActions: 'is over', InsufficientDataActions: 'lacks data' } as const;
const LISTS = Object.keys(WHEN) as (keyof typeof WHEN)[];

/** Without the topic that is all that it notifies, which is what the step is for. */
function besides(actions: readonly string[]): readonly string[] {
  const topics = actions.filter((action) => targetKind(action) === 'topic');
  return topics.length === 1 ? actions.filter((action) => action !== topics[0]) : actions;
}

function ofAlarm(alarm: MetricAlarm | CompositeAlarm, tells: boolean): readonly Deeds[] {
  return LISTS.flatMap((list) => {
    const taken = alarm[list] ?? [];
    const actions = tells && list === 'AlarmActions' ? taken : besides(taken);
    const words = `when the alarm \`${alarm.AlarmName ?? ''}\` ${WHEN[list]}, it ${actions.map(deedOf).join(', and ')}`;
    return actions.length === 0 ? [] : [{ words, isHarm: actions.some(changesMachines) }];
  });
}

/** One that was deleted and is made again: whoever notified it all the time is heard again. */
function ofTopic(account: Account, region: string, name: string): readonly Deeds[] {
  const arn = `arn:${account.partition}:sns:${region}:${account.account}:${name}`;
  const alarms = [...metricAlarmsIn(account, region), ...compositeAlarmsIn(account, region)].filter((alarm) =>
    LISTS.some((list) => alarm[list]?.includes(arn)),
  );
  if (alarms.length < 2) return []; // one is the alarm for which it is made
  const named = alarms.map(({ AlarmName = '' }) => `\`${AlarmName}\``).join(', ');
  return [
    { words: `the alarms ${named} notify it already, and whoever is subscribed hears of them all`, isHarm: false },
  ];
}

function ofRule(account: Account, region: string, name: string): readonly Deeds[] {
  const actions = besides(targetsOf(account, region, name));
  const words = `the rule gives them to ${actions.join(' and ')} as well`;
  return actions.length === 0 ? [] : [{ words, isHarm: actions.some(changesMachines) }];
}
