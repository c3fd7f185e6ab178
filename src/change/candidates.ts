import type { Account } from '../account/account.js';
import type { MetricTransformation } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import type { Control } from '../catalogue/control.js';
import { alarmMessage } from '../chain/alarm-message.js';
import type { Link, Path } from '../chain/link.js';
import { topicTails } from '../chain/topic-paths.js';
import { add, type Bench, WEIGHT } from './bench.js';
import { alarmArn, alarmProposal, newAlarm, withAction } from './build/alarm.js';
import { newGroup } from './build/log-group.js';
import { fullWords, newFilter, patternFor } from './build/metric-filter.js';
import { subscribed } from './build/subscription.js';
import { newTopic } from './build/topic.js';
import { newTrail } from './build/trail.js';
import { isUnreadAtHome, ownPart, topicAside, topicNotMade } from './elsewhere.js';
import { isMeant } from './is-meant.js';
import { groupName, isMissingTopic, mayBeHandedOn, trailOf } from './look.js';
import { nameIn } from './mend/mend.js';
import { MENDS } from './mend/mends.js';
import { filterAt } from './mend/metric-filter.js';
import { orphansOf } from './orphans.js';
import { homeOf } from './prepare.js';
import { inRegion, letsPass, type Open, type Proof } from './proof.js';
import { worldOf } from './task.js';

/** What is looked for: a control, what of it is not told, and what is there. */
export interface Wanted {
  readonly control: Control;
  readonly open: readonly Open[];
  readonly proof: Proof;
  /** Topics that a new alarm may notify, the most used first. */
  readonly topics: readonly string[];
}

/**
 * Ways to have the open events told, unproved: each path is kept up to some link, mended so far, and built anew from there. No more is
 * claimed of them; which of them prove the control is for `audit` to say.
 */
export function candidates(bench: Bench, wanted: Wanted): readonly Bench[] {
  const { paths } = wanted.proof;
  const own = paths.flatMap((path) => ownPart(path, bench.account.account) ?? []);
  const seen = new Set<string>();
  const found: Bench[] = [];
  for (const path of own)
    for (const { from, cut, along = cut, make } of cutsOf(path, wanted, bench.account)) {
      const names = path.links.slice(0, along).map(({ kind, id, region }) => `${kind} ${region} ${id}`);
      const key = [from, ...names].join('\n');
      if (seen.has(key)) continue;
      seen.add(key);
      const kept = mended(bench, wanted, path, cut);
      if (kept) found.push(...make(kept));
    }
  found.push(...everyRule(bench, wanted, own));
  const isAside = topicAside(bench.task, bench.account) !== null || isUnreadAtHome(bench.account);
  if (!hasForeignTrail(bench, paths) && !isAside) found.push(...fromNothing(bench, wanted));
  return found;
}

interface Cut {
  /** What is made anew first; nothing where the whole path is kept. */
  readonly from: 'nothing' | 'subscription' | 'action' | 'alarm' | 'filter' | 'filter beside' | 'log group';
  /** So many links are kept. */
  readonly cut: number;
  /** So many of them decide what is made; default: those that are kept. */
  readonly along?: number;
  /** What comes after them. */
  readonly make: (kept: Bench) => readonly Bench[];
}

function cutsOf(path: Path, wanted: Wanted, account: Account): readonly Cut[] {
  const { links } = path;
  const at = (kind: Link['kind']) => links.findIndex((link) => link.kind === kind && !link.id.startsWith('('));
  const cuts: Cut[] = [];
  const last = links.at(-1);
  if (last?.kind === 'subscription' && !isMissing(last))
    cuts.push({ from: 'nothing', cut: links.length, make: (kept) => [kept] });
  const topic = at('topic');
  if (topic >= 0)
    cuts.push({ from: 'subscription', cut: topic + 1, make: (kept) => someone(subscribed(kept, links[topic]!.id)) });
  const trail = at('trail');
  if (trail < 0) return cuts;
  const alarm = at('alarm');
  if (alarm >= 0) {
    const { id, region } = links[alarm]!;
    const name = nameIn(id, 'alarm');
    cuts.push({
      from: 'action',
      cut: alarm + 1,
      make: (kept) => notifying(kept, wanted, region, id, (ready, arn) => withAction(ready, region, name, arn)),
    });
  }
  const filter = at('metric-filter');
  const group = at('log-group');
  if (filter >= 0) {
    const { region } = links[filter]!;
    cuts.push({
      from: 'alarm',
      cut: filter + 1,
      make: (kept) => {
        const metric = filterAt(kept, { path })?.input.metricTransformations[0];
        return metric ? [...turning(kept, wanted, region, metric), ...ringing(kept, wanted, region, metric)] : [];
      },
    });
  }
  if (group >= 0) {
    const { id, region } = links[group]!;
    cuts.push({ from: 'filter', cut: group + 1, make: (kept) => filtering(kept, wanted, region, groupName(id)) });
    if (filter >= 0) cuts.push(beside(path, group, wanted));
  }
  const { id, region } = links[trail]!;
  // Whatever reads a group that works, or is handed on what it gets, gets nothing any more when the trail delivers to another one.
  if (group >= 0 && (isWhole(links[group]!, wanted) || isHandedOn(links[group]!, account))) return cuts;
  cuts.push({
    from: 'log group',
    cut: trail + 1,
    make: (kept) => {
      const groupIn = (bench: Bench) => trailOf(bench.account, id)?.CloudWatchLogsLogGroupArn;
      // A trail that had none has got one by being mended.
      const isNew = kept.units.some(({ proposals }) =>
        proposals.some(({ step }) => step.operation === 'logs:CreateLogGroup'),
      );
      const made = isNew ? kept : newGroup(kept, id);
      return made ? filtering(made, wanted, region, groupName(groupIn(made) ?? '')) : [];
    },
  });
  return cuts;
}

function isHandedOn({ id, region }: Link, account: Account): boolean {
  return !id.startsWith('(') && mayBeHandedOn(account, region, groupName(id));
}

/** Does the link let all pass that is open? */
function isWhole({ conditions, account }: Link, { open }: Wanted): boolean {
  return conditions.every(({ passes }) => letsPass(passes, open, account));
}

/** A second filter into the metric of one that is meant for the control and cannot be extended; the rest of the path is kept. */
function beside(path: Path, group: number, wanted: Wanted): Cut {
  return {
    from: 'filter beside',
    cut: group + 1,
    along: path.links.length,
    make: (kept) => {
      const found = filterAt(kept, { path });
      const metric = found?.input.metricTransformations[0];
      const link = path.links.find(({ kind }) => kind === 'metric-filter');
      if (!found || !metric || !link || !isMeant(link, found.input.filterPattern, wanted, kept) || metric.dimensions)
        return [];
      const pattern = patternFor(kept, wanted.control);
      const made = newFilter(kept, found.region, found.input.logGroupName, wanted.control, pattern, metric);
      const rest = made && mendedLinks(made.bench, wanted, path, path.links.slice(group + 2));
      return rest ? [rest] : [];
    },
  };
}

/** The links up to the cut, mended. */
function mended(bench: Bench, wanted: Wanted, path: Path, cut: number): Bench | null {
  return mendedLinks(bench, wanted, path, path.links.slice(0, cut));
}

function mendedLinks(bench: Bench, wanted: Wanted, path: Path, links: readonly Link[]): Bench | null {
  const bus = path.links.find(({ kind }) => kind === 'event-bus');
  const open = bus ? inRegion(wanted.open, bus.region) : wanted.open;
  if (open.length === 0) return null;
  let made: Bench | null = bench;
  for (const link of links) {
    const failing = new Set(
      link.conditions.filter(({ passes }) => !letsPass(passes, open, bench.account.account)).map(({ code }) => code),
    );
    if (failing.size === 0) continue;
    if (link.kind === 'metric-filter') {
      const pattern = filterAt(made, { path })?.input.filterPattern;
      if (pattern === undefined || !isMeant(link, pattern, wanted, made)) return null;
    }
    made = MENDS[link.kind](made, { control: wanted.control, path, link, failing, open });
    if (!made) return null;
  }
  return made;
}

function isMissing(link: Link | undefined): boolean {
  return link === undefined || link.id.startsWith('(');
}

/** Every way to a metric filter of the control on the group, and on from there; also into a metric for which an alarm waits. */
function filtering(bench: Bench, wanted: Wanted, region: string, logGroupName: string): readonly Bench[] {
  const { control } = wanted;
  const pattern = patternFor(bench, control);
  const made = newFilter(bench, region, logGroupName, control, pattern);
  const awaited = orphansOf(bench.account, region, control).flatMap(({ AlarmName = '', MetricName, Namespace }) => {
    const metric = { metricName: MetricName!, metricNamespace: Namespace ?? '', metricValue: '1', defaultValue: 0 };
    const fed = newFilter(bench, region, logGroupName, control, pattern, metric);
    return fed ? alarming(fed.bench, wanted, region, AlarmName) : [];
  });
  return [...awaited, ...(made ? ringing(made.bench, wanted, region, made.transformation) : [])];
}

/** The alarm as it is, and with a topic more. */
function alarming(bench: Bench, wanted: Wanted, region: string, name: string): readonly Bench[] {
  const arn = alarmArn(bench, region, name);
  return [bench, ...notifying(bench, wanted, region, arn, (ready, topic) => withAction(ready, region, name, topic))];
}

/** An alarm that was meant for the control watches the metric instead of one that nobody publishes. */
function turning(bench: Bench, wanted: Wanted, region: string, metric: MetricTransformation): readonly Bench[] {
  if (Object.keys(metric.dimensions ?? {}).length > 0) return [];
  return orphansOf(bench.account, region, wanted.control).flatMap((alarm) => {
    const name = alarm.AlarmName ?? '';
    const altered = { MetricName: metric.metricName, Namespace: metric.metricNamespace };
    const about = {
      title: `let the alarm \`${name}\` watch \`${metric.metricNamespace}/${metric.metricName}\``,
      risk: 'changes' as const,
      warning: 'it does not watch the metric any more that it watched, into which nothing that was read publishes',
    };
    const made = add(bench, WEIGHT.changes, alarmProposal(bench, region, alarm, altered, about));
    return alarming(made, wanted, region, name);
  });
}

/** A new alarm on the metric. */
export function ringing(bench: Bench, wanted: Wanted, region: string, metric: MetricTransformation): readonly Bench[] {
  const named = alarmArn(bench, region, wanted.control.slug);
  return notifying(bench, wanted, region, named, (ready, topic) =>
    newAlarm(ready, region, wanted.control, metric, topic),
  );
}

/** Most topics that are tried. */
const MOST_TOPICS = 4;

/** Every topic that may serve: the one that was asked for; else those that are known, and a new one. */
function notifying(
  bench: Bench,
  wanted: Wanted,
  region: string,
  alarm: string,
  make: (bench: Bench, topic: string) => Bench | null,
): readonly Bench[] {
  const { topic } = bench.task;
  const known = (topic === null ? wanted.topics : [topic]).filter((arn) => parseArn(arn)?.region === region);
  const found = known.slice(0, MOST_TOPICS).flatMap((arn) => {
    const ready = withTopic(bench, arn);
    const made = ready && make(ready, arn);
    return made ? ending(made, wanted, arn, region, alarm) : [];
  });
  if (topic !== null) return found;
  const fresh = newTopic(bench, region);
  const made = make(fresh.bench, fresh.arn);
  return made ? [...found, ...someone(subscribed(made, fresh.arn))] : found;
}

/** One that is named and known to be missing is made before anything notifies it. */
export function withTopic(bench: Bench, arn: string): Bench | null {
  if (!isMissingTopic(bench.account, arn)) return bench;
  const place = parseArn(arn);
  const isOurs = place?.account === bench.account.account && topicNotMade(arn, bench.account) === null;
  return isOurs ? newTopic(bench, place.region, place.resource).bench : null;
}

/** The topic mended, and each way to somebody who is told. */
function ending(bench: Bench, wanted: Wanted, topic: string, region: string, alarm: string): readonly Bench[] {
  const publisher = {
    service: 'cloudwatch.amazonaws.com' as const,
    sourceArn: alarm,
    account: bench.account.account,
    region,
  };
  const tails = topicTails(worldOf(bench.task, bench.account), topic, publisher, alarmMessage(alarm));
  return tails.flatMap((tail, index) => {
    const path: Path = { ...tail, waitSeconds: null };
    const whole = isMissing(tail.links.at(-1)) ? null : mended(bench, wanted, path, tail.links.length);
    const joined = index === 0 ? mended(bench, wanted, path, 1) : null;
    return [...someone(whole), ...someone(joined && subscribed(joined, topic))];
  });
}

const someone = (bench: Bench | null): readonly Bench[] => (bench ? [bench] : []);

/** All at once what stands in the way of rules: each sees its own Region only. */
function everyRule(bench: Bench, wanted: Wanted, paths: readonly Path[]): readonly Bench[] {
  const regions = [...new Set(wanted.open.flatMap(({ demand }) => demand.regions))];
  let made: Bench = bench;
  for (const region of regions) {
    const there = paths.filter((path) => path.links[0]?.kind === 'event-bus' && path.links[0].region === region);
    const ways = there.flatMap((path) =>
      cutsOf(path, wanted, bench.account).flatMap(({ cut, make }) => {
        const kept = mended(made, wanted, path, cut);
        return kept ? make(kept) : [];
      }),
    );
    const best = ways.sort((a, b) => stepsOf(a) - stepsOf(b))[0];
    if (!best) return [];
    made = lightened(made, best);
  }
  return regions.length > 1 ? [made] : [];
}

/** The same mend once more, in another Region, weighs little beside a second chain. */
const AGAIN = 0.25;

function lightened(before: Bench, after: Bench): Bench {
  if (before.units.length + before.assumptions.length === 0) return after;
  const lighter = <T extends { readonly weight: number }>(of: readonly T[], known: number): readonly T[] =>
    of.map((one, index) => (index < known ? one : { ...one, weight: one.weight * AGAIN }));
  return {
    ...after,
    units: lighter(after.units, before.units.length),
    assumptions: lighter(after.assumptions, before.assumptions.length),
  };
}

const stepsOf = ({ units, assumptions }: Bench): number => units.length + assumptions.length;

/** An organization's trail, or one that another account shows: whether a second one is wanted beside it is not ours to say. */
function hasForeignTrail({ account: { account } }: Bench, paths: readonly Path[]): boolean {
  return paths.some(({ links: [first] }) => first?.kind === 'trail' && first.account !== account);
}

/** Why the trails that are there do not serve, in words, as far as their log groups are why; null: it is not for these, or there are none. */
function whyBeside(bench: Bench, wanted: Wanted): string | null {
  const full = fullWords(bench);
  if (full !== null) return full;
  const own = wanted.proof.paths.flatMap((path) => ownPart(path, bench.account.account)?.links ?? []);
  const group = own.find(
    (link) => link.kind === 'log-group' && isHandedOn(link, bench.account) && !isWhole(link, wanted),
  );
  return group
    ? `subscription filters may hand on what the log group \`${groupName(group.id)}\` gets, which stays`
    : null;
}

/** A whole chain of its own. */
function fromNothing(bench: Bench, wanted: Wanted): readonly Bench[] {
  const region = parseArn(bench.task.topic ?? undefined)?.region ?? homeOf(bench.account);
  const made = region === undefined ? null : newTrail(bench, region, whyBeside(bench, wanted));
  return made ? filtering(made.bench, wanted, made.region, made.logGroupName) : [];
}
