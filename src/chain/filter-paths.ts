import type { Account } from '../account/account.js';
import type { MetricFilter } from '../account/answers.js';
import { all, any, at, type Draft, FALSE, is, type Reason } from '../predicate/predicate.js';
import { type Alarms, alarmsOf, type Publication } from './alarm/publication.js';
import { alarmMessage } from './alarm-message.js';
import { failsPlainly, passing } from './condition.js';
import { accountOf, ask, listingOf, type World } from './evidence.js';
import type { Link, Path } from './link.js';
import { rings } from './links/alarm.js';
import { alarmActionLink } from './links/alarm-action.js';
import { logGroupLink } from './links/log-group.js';
import { filterId, metricFilterLink } from './links/metric-filter.js';
import { monitoringRings } from './links/monitoring-account.js';
import { targetKind } from './links/target.js';
import { descriptionOf, trailLink } from './links/trail.js';
import { missingLink, type Spot, unseenLink } from './missing.js';
import { type Tail, topicTails } from './topic-paths.js';
import { trailsOf } from './trails.js';

const TRAILS = ['cloudtrail:DescribeTrails'] as const;
const FILTERS = ['logs:DescribeMetricFilters'] as const;

/** A way to a log group: the trail, and the group if the trail has one that is there. */
interface Route {
  readonly links: readonly Link[];
  readonly keys: readonly string[];
  readonly group: Group | null;
}

interface Group extends Spot {
  readonly arn: string;
  readonly name: string;
}

/** A metric filter's transformation, with the links that lead to it from one log group. */
interface Source {
  readonly group: Group;
  readonly link: Link;
  readonly publication: Publication | null;
  /** Why the group may have filters that were not seen. */
  readonly more?: Reason;
}

/** The paths over trails, log groups, metric filters and alarms. */
export function filterPaths(world: World): readonly Path[] {
  const routes = routesOf(world);
  const groups = new Map(routes.flatMap(({ group }) => (group ? [[group.arn, group] as const] : [])));
  const sources = [...groups.values()].flatMap((group) => sourcesOf(world, group, reaching(routes, group)));
  const tails = tailsAfter(world, sources);
  return routes.flatMap(({ links, keys, group }): readonly Path[] => {
    if (!group) return [{ links, keys, end: null, waitSeconds: null }];
    return sources
      .filter((source) => source.group.arn === group.arn)
      .flatMap((source) =>
        (tails.get(source) ?? [DEAD_END]).map((tail) => ({
          links: [...links, source.link, ...tail.links],
          keys: [...new Set([...keys, ...tail.keys])],
          end: tail.end,
          waitSeconds: tail.waitSeconds,
        })),
      );
  });
}

function routesOf(world: World): readonly Route[] {
  const trails = trailsOf(world);
  const { account, regions } = world.account;
  const known = trails.known.map((trail): Route => {
    const link = trailLink(world, trail);
    const group = descriptionOf(world, trail)?.CloudWatchLogsLogGroupArn ?? '';
    if (group === '') return { links: [link], keys: [], group: null };
    const found = logGroupLink(world, group);
    const spot = { account: found.link.account, region: found.link.region };
    const isThere = !failsPlainly(found.link.conditions.filter(({ code }) => code === 'exists'));
    const leadsOn = isThere && found.name !== '' && accountOf(world, spot.account) !== null;
    return {
      links: [link, found.link],
      keys: found.keys,
      group: leadsOn ? { ...spot, arn: found.link.id, name: found.name } : null,
    };
  });
  const unlisted = trails.unlisted.map(({ region, why }): Route => {
    const link = unseenLink('trail', { account, region }, why, TRAILS);
    // A trail that records several Regions is seen from each of them: one that is not seen here records this Region's events.
    const here = passing('region', at(['awsRegion'], is(region)), `of the events of ${region}`, TRAILS);
    return { links: [{ ...link, conditions: [...link.conditions, here] }], keys: [], group: null };
  });
  if (known.length + unlisted.length > 0) return [...known, ...unlisted];
  const mend = 'create a multi-Region trail that delivers to a CloudWatch Logs log group';
  const none = missingLink('trail', { account, region: regions[0] ?? '' }, 'no trail', TRAILS, mend);
  return [{ links: [none], keys: [], group: null }];
}

/** The events that get into the log group, over whichever trail. */
function reaching(routes: readonly Route[], group: Group): Draft {
  const conditions = routes
    .filter((route) => route.group?.arn === group.arn)
    .map((route) => all(...route.links.flatMap((link) => link.conditions).map(({ passes }) => passes)));
  return any(...conditions);
}

function sourcesOf(world: World, group: Group, reaches: Draft): readonly Source[] {
  const asked = ask(world, group.account, group.region, 'logs:DescribeMetricFilters', { logGroupName: group.name });
  const { items, more } = listingOf<MetricFilter>(asked, 'metricFilters');
  const own = items.filter(({ logGroupName }) => logGroupName === undefined || logGroupName === group.name);
  const sources = own.flatMap((filter) => filterSources(filter, group, reaches));
  if (more) sources.push({ group, link: unseenLink('metric-filter', group, more, FILTERS), publication: null, more });
  else if (own.length === 0) {
    const because = `no metric filter on the log group \`${group.name}\``;
    const link = missingLink('metric-filter', group, because, FILTERS, 'put a metric filter on the log group');
    sources.push({ group, link, publication: null });
  }
  return sources;
}

function filterSources(filter: MetricFilter, group: Group, reaches: Draft): readonly Source[] {
  const link = metricFilterLink(filter, group);
  const transformations = filter.metricTransformations ?? [];
  if (transformations.length === 0) {
    const none = passing('transformation', FALSE, 'it publishes no metric', FILTERS, 'give it a metric transformation');
    return [{ group, link: { ...link, conditions: [...link.conditions, none] }, publication: null }];
  }
  const passes = link.conditions.map((condition) => condition.passes);
  return transformations.map((transformation) => ({
    group,
    link,
    publication: {
      filterId: filterId(group.arn, filter, transformation),
      account: group.account,
      region: group.region,
      logGroup: group.arn,
      transformation,
      emitSystemFieldDimensions: filter.emitSystemFieldDimensions ?? [],
      reaches: all(reaches, ...passes),
    },
  }));
}

interface TimedTail extends Tail {
  readonly waitSeconds: number | null;
}

const DEAD_END: TimedTail = { links: [], end: null, keys: [], waitSeconds: null };

/** From each source on: the metric, the alarms, and what they tell. */
function tailsAfter(world: World, sources: readonly Source[]): ReadonlyMap<Source, readonly TimedTail[]> {
  const alarms = alarmsReader();
  const tails = new Map<Source, readonly TimedTail[]>();
  for (const source of sources) {
    const { publication } = source;
    const account = accountOf(world, source.group.account);
    if (!publication || !account) continue;
    const { region } = source.group;
    const others = sources.flatMap((other) => (other.publication && other !== source ? [other.publication] : []));
    const unseen = sources.find(
      ({ group, more }) => more && group.account === account.account && group.region === region,
    );
    const found = [
      ...rings(publication, others, alarms(account, region), account.readAt, unseen?.more),
      ...world.all.flatMap((one) => monitoringRings(publication, alarms(one, region), one.readAt)),
    ];
    tails.set(
      source,
      found.flatMap(({ links, actions, waitSeconds }) =>
        actionTails(world, links, actions).map((tail) => ({ ...tail, waitSeconds })),
      ),
    );
  }
  return tails;
}

/** The alarms of an account and Region, read once for all that publishes there. */
function alarmsReader(): (account: Account, region: string) => Alarms {
  const read = new Map<Account, Map<string, Alarms>>();
  return (account, region) => {
    const ofAccount = read.get(account) ?? new Map<string, Alarms>();
    read.set(account, ofAccount);
    const there = ofAccount.get(region) ?? alarmsOf(account, region);
    ofAccount.set(region, there);
    return there;
  };
}

function actionTails(world: World, links: readonly Link[], actions: readonly string[]): readonly Tail[] {
  const alarm = links.at(-1);
  if (!alarm || actions.length === 0) return [{ links, end: null, keys: [] }];
  return actions.flatMap((action): readonly Tail[] => {
    if (targetKind(action) !== 'topic')
      return [{ links: [...links, alarmActionLink(action, alarm)], end: 'machine', keys: [] }];
    const publisher = {
      service: 'cloudwatch.amazonaws.com' as const,
      sourceArn: alarm.id,
      account: alarm.account,
      region: alarm.region,
    };
    const tails = topicTails(world, action, publisher, alarmMessage(alarm.id));
    return tails.map((tail) => ({ ...tail, links: [...links, ...tail.links] }));
  });
}
