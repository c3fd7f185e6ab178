import type { Account } from '../account/account.js';
import type { Subscription } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { answerTo, itemsOf } from '../account/view.js';
import { unjudgedOf } from '../chain/consumers.js';
import { decide } from '../predicate/doubts-met.js';
import { isObject } from '../predicate/json.js';
import { carries, patternTakes } from './chain.js';
import type { ChainAndEvents, Found } from './find-chains.js';
import { STEPS, type StepName } from './record.js';
import { byEvents, byState, type SetOff } from './sets-off.js';

/** A step of a drill over one chain, before anything is done. Sentences: lower-case, without a final period. */
export interface PlannedStep {
  readonly step: StepName;
  /** Which of the chains, from 0. */
  readonly chain: number;
  readonly does: string;
  readonly warnings: readonly string[];
  /** Why it cannot be tried; null: it can. */
  readonly cannot: string | null;
}

export interface DrillPlan {
  readonly found: Found;
  readonly steps: readonly PlannedStep[];
  /** Who has subscribed to each of the topics: they get real messages. */
  readonly told: readonly Told[];
}

export interface Told {
  readonly topic: string;
  /** `email security@example.com`; null: they could not be listed. */
  readonly subscribers: readonly string[] | null;
}

interface Asked {
  readonly account: Account;
  readonly accounts: readonly Account[];
  readonly found: Found;
  readonly steps: readonly StepName[];
}

/** What the steps will do over each chain, and what is to be known before. */
export function planDrill(asked: Asked): DrillPlan {
  const { account, accounts, found } = asked;
  const wanted = STEPS.filter((step) => asked.steps.includes(step));
  const steps = wanted.flatMap((step) =>
    found.chains.flatMap((one, chain) => {
      // One key is made, whichever chains its events take.
      if (step === 'create-key' && (chain > 0 || keyEvents(found, account.caller).length === 0)) return [];
      return [{ chain, ...words(step, one, asked) }];
    }),
  );
  const topics = new Set(steps.flatMap(({ cannot, topics }) => (cannot === null ? topics : [])));
  return {
    found,
    steps: steps.map(({ topics: _, ...step }) => step),
    told: [...topics].map((topic) => ({ topic, subscribers: subscribersOf(topic, [account, ...accounts]) })),
  };
}

/** What can happen to a throw-away key, in the order in which it happens. */
export const KEY_EVENTS: readonly string[] = ['kms.amazonaws.com:DisableKey', 'kms.amazonaws.com:ScheduleKeyDeletion'];

export interface KeyEventOf {
  readonly event: string;
  /** Which of the chains carries it, from 0. */
  readonly chain: number;
  readonly region: string;
}

/** What happens to the throw-away key, over the chain that carries it when this caller does it. */
export function keyEvents({ chains }: Found, caller: string): readonly KeyEventOf[] {
  return KEY_EVENTS.flatMap((event) => {
    const carrying = chains.flatMap(({ chain, events }, at) => {
      const own = events.find((one) => one.event === event);
      const like = own?.records.find(
        ({ userIdentity }) => isObject(userIdentity) && userIdentity.type === typeOf(caller),
      );
      return own ? [{ at, region: own.region, isSure: carries(chain, like ?? own.sample) === true }] : [];
    });
    const chosen = carrying.find(({ isSure }) => isSure) ?? carrying[0];
    return chosen ? [{ event, chain: chosen.at, region: chosen.region }] : [];
  });
}

/** What CloudTrail writes of a caller (CloudTrail user guide, "userIdentity element"). */
function typeOf(caller: string): string {
  const kind = parseArn(caller)?.resource.split('/')[0];
  return { 'assumed-role': 'AssumedRole', 'federated-user': 'FederatedUser', root: 'Root' }[kind ?? ''] ?? 'IAMUser';
}

interface Words extends Pick<PlannedStep, 'does' | 'warnings' | 'cannot'> {
  /** Those that publish. */
  readonly topics: readonly string[];
}

function words(step: StepName, one: ChainAndEvents, asked: Asked): Words & { readonly step: StepName } {
  switch (step) {
    case 'test-filter':
      return { step, ...testFilter(one) };
    case 'alarm-state':
      return { step, ...alarmState(one, asked) };
    case 'log-event':
      return { step, ...logEvent(one, asked) };
    case 'create-key':
      return { step, ...createKey(asked) };
  }
}

function testFilter({ chain }: ChainAndEvents): Words {
  const [what, by] =
    chain.kind === 'filter' ? ['metric filter', 'logs:TestMetricFilter'] : ['rule', 'events:TestEventPattern'];
  return {
    does: `asks AWS’s own matcher about the pattern of the ${what} ${chain.name} (${by}): what is required, and near misses; changes nothing, costs nothing`,
    warnings: [],
    cannot: chain.pattern === null ? 'its pattern was not read' : null,
    topics: [],
  };
}

function impossible(does: string, cannot: string): Words {
  return { does, warnings: [], cannot, topics: [] };
}

function alarmState({ chain }: ChainAndEvents, { account, accounts }: Asked): Words {
  const { alarm } = chain;
  if (!alarm)
    return impossible(
      'sets the state of an alarm',
      chain.kind === 'rule' ? 'the chain is a rule, which has no alarm' : UNREAD,
    );
  const off = byState(chain, accounts);
  return {
    does: `sets the alarm ${alarm.name} to ALARM with a reason that names the drill (cloudwatch:SetAlarmState), waits for the message and until the alarm has left ALARM again; costs nothing`,
    warnings: [
      ...off.warnings,
      ...(alarm.isComposite ? ['it is a composite alarm, whose state is put back by the drill'] : []),
      ...(alarm.staysInAlarm ? [STAYS] : []),
    ],
    cannot: foreign('alarm', alarm.account, account) ?? off.refused,
    topics: topicsOf(chain, off),
  };
}

/** Whoever does not know the alarm does not know what it would set off. */
const UNREAD = 'the alarm to which the filter leads was not read, so that nobody knows what it sets off';

const STAYS = 'it stays in ALARM when data is missing: its state is put back by the drill';

function logEvent(one: ChainAndEvents, asked: Asked): Words {
  const { chain, events } = one;
  const { group, alarm } = chain;
  const [event] = events;
  if (!group)
    return impossible(
      'puts an event into a log group',
      'the chain is a rule, which has no log group: EventBridge takes CloudTrail’s events from CloudTrail alone',
    );
  if (!alarm) return impossible('puts an event into a log group', UNREAD);
  const off = byEvents(one, asked.found, asked.accounts);
  return {
    does: `puts one marked ${event?.event.split(':')[1] ?? ''} event into a log stream of its own in the log group ${group.name}, and waits for the alarm and the message; costs nothing`,
    warnings: [
      `whatever else reads the log group ${group.name} sees the event as well, marked as synthetic${readers(one, asked)}`,
      ...off.warnings,
      'until the alarm leaves ALARM again, which takes some minutes, another event sends no message',
      ...(alarm.staysInAlarm ? [STAYS] : []),
    ],
    cannot:
      foreign('log group', group.account, asked.account) ??
      foreign('alarm', alarm.account, asked.account) ??
      off.refused,
    topics: topicsOf(chain, off),
  };
}

function createKey({ account, accounts, found }: Asked): Words {
  const keys = keyEvents(found, account.caller);
  const chains = [...new Set(keys.map(({ chain }) => found.chains[chain]!))];
  const off = chains.map((one) => byEvents(one, found, accounts));
  const alarms = chains.flatMap(({ chain }) => chain.alarm ?? []);
  return {
    does: `creates a key in ${keys[0]?.region ?? '?'}, disables it, enables it again and schedules its deletion; waits for the message of ${keys.length === 1 ? 'what the control requires' : 'both'}; costs less than a cent`,
    warnings: [
      'the key stays pending deletion for seven days, which KMS does not shorten and does not charge',
      'where a policy denies you kms:ScheduleKeyDeletion the key stays, and costs 1 USD a month',
      ...new Set(off.flatMap(({ warnings }) => warnings)),
      'until the alarm leaves ALARM again, another event sends no message',
      'when it ends early its deletion is scheduled all the same, and is told some minutes after the drill',
    ],
    cannot:
      alarms.map((alarm) => foreign('alarm', alarm.account, account)).find((why) => why !== null) ??
      (chains.some(({ chain }) => chain.kind === 'filter' && !chain.alarm) ? UNREAD : null) ??
      chains.map(takesMore).find((why) => why !== null) ??
      off.find(({ refused }) => refused !== null)?.refused ??
      null,
    topics: chains.flatMap(({ chain }, at) => topicsOf(chain, off[at]!)),
  };
}

/** Calls of the drill itself that ring the alarm as well: nobody could tell for which of them. A rule's message says for which. */
function takesMore({ chain, events }: ChainAndEvents): string | null {
  if (chain.kind !== 'filter') return null;
  const calls = ['CreateKey', 'EnableKey'].filter((eventName) =>
    events.some(({ sample }) => patternTakes(chain, { ...sample, eventName }) !== false),
  );
  return calls.length === 0
    ? null
    : `the filter ${chain.name} takes ${calls.join(' and ')}, too, which the step calls as well, so that nobody could tell for what the alarm rings`;
}

function topicsOf({ topic }: ChainAndEvents['chain'], { topics }: SetOff): readonly string[] {
  return topic === null ? topics : [topic, ...topics];
}

function foreign(what: string, owner: string, { account }: Account): string | null {
  return owner === account ? null : `the ${what} belongs to account ${owner}: drill it there`;
}

/** Readers of the group that were seen, and may be given the event. */
function readers({ chain: { group }, events }: ChainAndEvents, { account, accounts, found }: Asked): string {
  const [event] = events;
  const owner = accounts.find((one) => one.account === group?.account);
  const input = { logGroupName: group?.name ?? '' };
  const listed = owner && group && answerTo(owner, group.region, 'logs:DescribeSubscriptionFilters', input);
  const isWhole = listed?.kind === 'answered' && !listed.incomplete;
  const names = unjudgedOf(account, accounts, found.paths)
    .filter(({ takes }) => event !== undefined && decide(takes, event.sample) !== false)
    .map(({ name }) => name);
  const all = [...new Set(names), ...(isWhole ? [] : ['subscription filters, which could not be listed'])];
  return all.length === 0 ? '' : `: ${all.join(', ')}`;
}

/** Those who have confirmed. Null: they were not listed, or not to the end. */
export function subscribersOf(topic: string, accounts: readonly Account[]): readonly string[] | null {
  const region = parseArn(topic)?.region ?? '';
  for (const account of accounts) {
    const listed = answerTo(account, region, 'sns:ListSubscriptionsByTopic', { TopicArn: topic });
    if (listed.kind !== 'answered' || listed.incomplete) continue;
    return itemsOf<Subscription>(listed.pages, 'Subscriptions')
      .filter(({ SubscriptionArn }) => parseArn(SubscriptionArn) !== null)
      .map(({ Protocol = '?', Endpoint = '?' }) => `${Protocol} ${Endpoint}`);
  }
  return null;
}
