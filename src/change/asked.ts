import { parseArn } from '../account/arn.js';
import type { Control } from '../catalogue/control.js';
import { alarmMessage } from '../chain/alarm-message.js';
import type { Link, Path } from '../chain/link.js';
import { topicTails } from '../chain/topic-paths.js';
import { isTrue } from '../predicate/fold.js';
import { type Assumption, addUnit, assumed, type Bench, benchOf, type Simulated, type Unit, WEIGHT } from './bench.js';
import { withAction } from './build/alarm.js';
import { subscribeProposal, subscriberNeeded, subscriptionFor } from './build/subscription.js';
import { withTopic } from './candidates.js';
import type { Remainder } from './change.js';
import { isListed, subscriptionsOf } from './look.js';
import { nameIn } from './mend/mend.js';
import { unconfirmed } from './mend/subscription.js';
import { mendTopic } from './mend/topic.js';
import { type Proof, proofOf } from './proof.js';
import { type Reason, topicRefused } from './remains.js';
import { type Task, worldOf } from './task.js';

export interface Asked {
  readonly units: readonly Unit[];
  /** Why something was not done; what somebody has to confirm. */
  readonly remains: readonly Remainder[];
}

/** What became of a request, of one control. */
interface Done {
  readonly bench: Bench;
  readonly why: Reason | null;
}

/**
 * What the user named and no proof needs: the topic is notified by the alarms of the controls that are proved, and everybody is
 * subscribed to the topic at which their chains end. Or it is said why not.
 */
export function askedFor(
  task: Task,
  state: Simulated,
  assumptions: readonly Assumption[],
  controls: readonly Control[],
): Asked {
  const units: Unit[] = [];
  const reasons = new Map<string, Remainder>();
  let bench = benchOf(task, state.account, state.outputs);
  const say = (why: Reason, control: Control) => {
    const known = reasons.get(why.message)?.controls ?? [];
    reasons.set(why.message, { ...why, controls: [...new Set([...known, control.slug])] });
  };
  const take = (done: Done, control: Control) => {
    const made = done.bench.units.slice(bench.units.length);
    units.push(...made.map((unit): Unit => ({ ...unit, asked: true, controls: [control.slug] })));
    bench = done.bench;
    if (done.why) say(done.why, control);
  };
  /** With what was done so far. */
  const proof = () => proofOf(task, assumed(bench.account, assumptions));
  const { topic, subscribe } = task;
  if (topic !== null) {
    const refused = topicRefused(task, state.account);
    const before = proof();
    for (const control of controls) {
      if (refused) say(refused, control);
      else for (const path of before.chains(control)) take(notified(bench, before, control, path, topic), control);
      if (
        !refused &&
        subscribe.length === 0 &&
        subscriptionsOf(assumed(bench.account, assumptions), topic).length === 0
      ) {
        const { code, message, help } = subscriberNeeded(bench, topic, parseArn(topic)!.region);
        say({ code, message, help }, control);
      }
    }
  }
  if (subscribe.length > 0) {
    const after = proof();
    for (const control of controls)
      for (const path of after.chains(control))
        for (const one of subscribe) take(told(bench, after, path, one), control);
  }
  return { units, remains: [...reasons.values()] };
}

const upToTopic = ({ links }: Path): number => links.findIndex(({ kind }) => kind === 'topic');

/** The topics that are notified where the path notifies one, and let it; the one that was asked for alone where it is among them. */
function topicsBeside(proof: Proof, path: Path, wanted: string | null): readonly string[] {
  const at = upToTopic(path);
  const before = keyOf(path.links.slice(0, at));
  const found = proof.paths.flatMap((other) => {
    const end = upToTopic(other);
    const link = other.links[end];
    const lets = link?.conditions.every(({ passes }) => isTrue(passes)) === true;
    return link && lets && keyOf(other.links.slice(0, end)) === before ? [link.id] : [];
  });
  const own = path.links[at]?.id;
  const topics = [...new Set([...(own === undefined ? [] : [own]), ...found])];
  return wanted !== null && topics.includes(wanted) ? [wanted] : topics;
}

const keyOf = (links: readonly Link[]): string =>
  JSON.stringify(links.map(({ kind, account, region, id }) => [kind, account, region, id]));

/** The alarm of the path notifies the topic as well, which lets it. */
function notified(bench: Bench, proof: Proof, control: Control, path: Path, topic: string): Done {
  if (topicsBeside(proof, path, topic).includes(topic)) return { bench, why: null };
  const alarm = path.links.findLast(({ kind }) => kind === 'alarm');
  const name = parseArn(topic)?.resource ?? topic;
  const region = parseArn(topic)?.region;
  const refuse = (message: string, help: string): Done => ({ bench, why: { code: 'no-plan', message, help } });
  if (!alarm)
    return refuse(
      `the topic \`${name}\` is not notified: where rules tell, there is no alarm that could`,
      'add the topic to the targets of the rules',
    );
  const called = nameIn(alarm.id, 'alarm');
  if (alarm.account !== bench.account.account)
    return refuse(
      `the topic \`${name}\` is not notified: the alarm \`${called}\` belongs to account ${alarm.account}`,
      'plan for that account',
    );
  if (alarm.region !== region)
    return refuse(
      `the topic \`${name}\` is in ${region}, and the alarm \`${called}\` notifies topics of ${alarm.region} alone`,
      `name a topic in ${alarm.region} with \`--topic\``,
    );
  const ready = withTopic(bench, topic);
  const acting = ready && withAction(ready, alarm.region, called, topic);
  if (!acting)
    return refuse(
      `the alarm \`${called}\` cannot be given the topic \`${name}\`: it is a composite alarm, or has five actions already`,
      'add the topic to its actions in the place of another one',
    );
  const made = letPublish(acting, control, alarm, topic);
  return made
    ? { bench: made, why: null }
    : refuse(
        `the topic \`${name}\` does not let the alarm \`${called}\` publish, and cannot be made to`,
        'see its policy and its key, or name another topic with `--topic`',
      );
}

function letPublish(bench: Bench, control: Control, alarm: Link, topic: string): Bench | null {
  const { account } = bench.account;
  const publisher = {
    service: 'cloudwatch.amazonaws.com' as const,
    sourceArn: alarm.id,
    account,
    region: alarm.region,
  };
  const [tail] = topicTails(worldOf(bench.task, bench.account), topic, publisher, alarmMessage(alarm.id));
  const link = tail?.links[0];
  if (!tail || !link) return null;
  const failing = new Set(link.conditions.filter(({ passes }) => !isTrue(passes)).map(({ code }) => code));
  if (failing.size === 0) return bench;
  return mendTopic(bench, { control, path: { ...tail, waitSeconds: null }, link, failing, open: [] });
}

/** Somebody is subscribed to a topic of the path, unless that is so. */
function told(bench: Bench, proof: Proof, path: Path, who: Task['subscribe'][number]): Done {
  const topics = topicsBeside(proof, path, bench.task.topic);
  for (const topic of topics) {
    const there = subscriptionFor(bench.account, topic, who);
    if (!there) continue;
    const isPending = there.SubscriptionArn === 'PendingConfirmation';
    return { bench, why: isPending ? unconfirmed(topic, who.protocol, there.Endpoint ?? who.endpoint) : null };
  }
  const own = topics.find((topic) => parseArn(topic)?.account === bench.account.account) ?? topics[0];
  const place = parseArn(own);
  const no = `\`${who.endpoint}\` is not subscribed`;
  const refuse = (code: Reason['code'], message: string, help: string): Done => ({
    bench,
    why: { code, message: `${no}: ${message}`, help },
  });
  if (own === undefined || !place) return refuse('no-plan', 'no topic is on the way', 'name a topic with `--topic`');
  if (place.account !== bench.account.account)
    return refuse(
      'other-account',
      `the topic \`${place.resource}\` belongs to account ${place.account}`,
      'subscribe in that account, or name a topic of this one with `--topic`',
    );
  if (!isListed(bench.account, place.region, 'sns:ListSubscriptionsByTopic', { TopicArn: own }))
    return refuse(
      'not-read',
      `who is subscribed to the topic \`${place.resource}\` was not read`,
      'let sns:ListSubscriptionsByTopic be read to its end, and plan again',
    );
  const unit = { proposals: [subscribeProposal(own, place.region, who)], weight: WEIGHT.adds };
  return { bench: addUnit(bench, unit), why: null };
}
