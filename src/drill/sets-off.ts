import type { Account } from '../account/account.js';
import type { CompositeAlarm } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { answerTo, itemsOf } from '../account/view.js';
import { alarmsIn, parseAlarmRule } from '../chain/alarm/alarm-rule.js';
import { listeners, rulesBeside } from '../chain/alarm-changes.js';
import { targetKind } from '../chain/links/target.js';
import { changesMachines, deedOf } from '../change/alarm-deeds.js';
import { alarmOf, type DrillAlarm, type DrillChain } from './chain.js';
import { type ChainAndEvents, type Found, ringsBeside } from './find-chains.js';

/** What a step sets off, beside the message that is watched. */
export interface SetOff {
  /** Sentences: lower-case, without a final period. */
  readonly warnings: readonly string[];
  /** Every topic that publishes. */
  readonly topics: readonly string[];
  /** Why it must not be set off; null: it may. */
  readonly refused: string | null;
}

/** What the alarm's change to ALARM and back sets off, and what rings with it. */
export function byState({ alarm, topic }: DrillChain, accounts: readonly Account[]): SetOff {
  return alarm ? told([alarm], [], topic, accounts) : NOTHING;
}

/** The same, of the events and whatever else they ring. */
export function byEvents(one: ChainAndEvents, found: Found, accounts: readonly Account[]): SetOff {
  const { chain, events } = one;
  const beside = events.map(({ sample }) => ringsBeside(chain, sample, found));
  const links = new Map(beside.flatMap(({ alarms }) => alarms.map((link) => [link.id, link] as const)));
  const own = chain.alarm ? [chain.alarm] : [];
  const others = [...links.values()].map((link) => alarmOf(link, accounts));
  const set = told(own, others, chain.topic, accounts);
  const rules = [...new Set(beside.flatMap((each) => each.rules))];
  return rules.length === 0
    ? set
    : {
        ...set,
        warnings: [...set.warnings, `the event also sets off ${rules.map((name) => `the rule ${name}`).join(', ')}`],
      };
}

const NOTHING: SetOff = { warnings: [], topics: [], refused: null };

function told(
  own: readonly DrillAlarm[],
  beside: readonly DrillAlarm[],
  watched: string | null,
  accounts: readonly Account[],
): SetOff {
  const alarms = withParents([...own, ...beside], accounts);
  const others = alarms.filter(({ arn }) => !own.some((alarm) => alarm.arn === arn));
  const forbidden = alarms.flatMap((alarm) => {
    const action = [...alarm.actions, ...alarm.afterwards].find(changesMachines);
    return action === undefined
      ? []
      : [`the alarm ${alarm.name} also stops, ends or adds machines (${action}), which no drill sets off`];
  });
  const hearing = [...new Set(alarms.flatMap((alarm) => rulesHearing(alarm, accounts)))];
  return {
    warnings: [
      ...(alarms.every((alarm) => isWhole(alarm, accounts))
        ? []
        : ['alarms that could not be listed may ring as well, whatever they do']),
      ...own.flatMap((alarm) => ownDeeds(alarm, watched)),
      ...others.map(otherDeeds),
      ...(hearing.length === 0
        ? []
        : [
            `the change of the alarm’s state is given to ${hearing.join(', ')} as well; what becomes of it was not read`,
          ]),
    ],
    topics: [
      ...new Set(
        alarms
          .flatMap(({ actions, afterwards }) => [...actions, ...afterwards])
          .filter((action) => targetKind(action) === 'topic'),
      ),
    ],
    refused: forbidden[0] ?? null,
  };
}

function ownDeeds({ actions, afterwards }: DrillAlarm, watched: string | null): readonly string[] {
  const others = actions.filter((action) => action !== watched);
  return [
    ...(others.length === 0 ? [] : [`the alarm also ${others.map(deedOf).join(', and ')}`]),
    ...(afterwards.length === 0
      ? []
      : [`when it leaves ALARM again, the alarm ${[...new Set(afterwards)].map(deedOf).join(', and ')}`]),
  ];
}

function otherDeeds({ name, actions, afterwards }: DrillAlarm): string {
  const deeds = [...new Set([...actions, ...afterwards])].map(deedOf).join(', and ');
  return `the alarm ${name} may ring as well${deeds === '' ? '' : `, and ${deeds}`}`;
}

/** These, and every composite alarm above them that may act, whether its rule rings for them or not. */
function withParents(alarms: readonly DrillAlarm[], accounts: readonly Account[]): readonly DrillAlarm[] {
  const known = new Map(alarms.map((alarm) => [alarm.arn, alarm]));
  // A map is gone over with what is added on the way.
  for (const child of known.values())
    for (const parent of parentsOf(child, accounts)) if (!known.has(parent.arn)) known.set(parent.arn, parent);
  return [...known.values()];
}

function isWhole({ account, region }: DrillAlarm, accounts: readonly Account[]): boolean {
  const owner = accounts.find((one) => one.account === account);
  const listed = owner && answerTo(owner, region, 'cloudwatch:DescribeAlarms');
  return listed?.kind === 'answered' && listed.incomplete === undefined;
}

function parentsOf(child: DrillAlarm, accounts: readonly Account[]): readonly DrillAlarm[] {
  const { account, region } = child;
  const owner = accounts.find((one) => one.account === account);
  const listed = owner && answerTo(owner, region, 'cloudwatch:DescribeAlarms');
  if (listed?.kind !== 'answered') return [];
  return itemsOf<CompositeAlarm>(listed.pages, 'CompositeAlarms')
    .filter(({ AlarmRule = '', ActionsEnabled, AlarmArn }) => {
      if (ActionsEnabled === false || AlarmArn === child.arn) return false;
      const rule = parseAlarmRule(AlarmRule);
      return rule
        ? alarmsIn(rule).some((name) => name === child.name || name === child.arn)
        : AlarmRule.includes(child.name);
    })
    .map(({ AlarmArn, AlarmName = '' }) => alarmOf({ id: AlarmArn ?? AlarmName, account, region }, accounts));
}

function rulesHearing({ account, region, arn }: DrillAlarm, accounts: readonly Account[]): readonly string[] {
  const owner = accounts.find((one) => one.account === account);
  if (!owner) return [];
  return listeners(rulesBeside(owner, region), arn, { account, region }).map(
    ({ id }) => `the rule ${parseArn(id)?.resource.replace(/^rule\//, '') ?? id}`,
  );
}
