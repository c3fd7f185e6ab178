import type { Account } from '../account/account.js';
import type { CompositeAlarm, EventRule, MetricAlarm, MetricFilter } from '../account/answers.js';
import { logGroupNameOf, parseArn } from '../account/arn.js';
import { answerTo, itemsOf } from '../account/view.js';
import type { Link, Path } from '../chain/link.js';
import { decide } from '../predicate/doubts-met.js';
import type { JsonObject } from '../predicate/json.js';

/** An alarm as a drill handles it. */
export interface DrillAlarm {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly isComposite: boolean;
  /** It does not leave ALARM by itself: data that is missing changes nothing. */
  readonly staysInAlarm: boolean;
  /** How far back it looks. */
  readonly windowSeconds: number;
  /** Everything that its change to ALARM sets off, and its return. */
  readonly actions: readonly string[];
  readonly afterwards: readonly string[];
}

export interface DrillGroup {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
}

/** The links of a path that a drill can try: a metric filter with its alarm, or a rule. */
export interface DrillChain {
  readonly path: Path;
  readonly kind: 'filter' | 'rule';
  /** Of the filter or of the rule. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** As it is deployed; null where it was not read. */
  readonly pattern: string | null;
  readonly group: DrillGroup | null;
  /** The one that acts. Null: a rule has none. */
  readonly alarm: DrillAlarm | null;
  /** The ARN of the topic that is published to. Null: the path goes to something else. */
  readonly topic: string | null;
  readonly waitSeconds: number | null;
}

/** The links of the path as a drill tries them; null where it has neither a filter nor a rule. */
export function chainOf(path: Path, accounts: readonly Account[]): DrillChain | null {
  const own = path.links.find(({ kind }) => kind === 'metric-filter' || kind === 'rule');
  if (!own) return null;
  const group = groupOf(path);
  const alarm = path.links.findLast(({ kind }) => kind === 'alarm');
  const isFilter = own.kind === 'metric-filter';
  const rule = isFilter ? null : ruleOf(own, accounts);
  return {
    path,
    kind: isFilter ? 'filter' : 'rule',
    name: isFilter ? own.id : (rule?.Name ?? own.id),
    account: own.account,
    region: own.region,
    pattern: isFilter ? patternOf(own, group, accounts) : (rule?.EventPattern ?? null),
    group,
    alarm: alarm ? alarmOf(alarm, accounts) : null,
    topic: path.links.find(({ kind }) => kind === 'topic')?.id ?? null,
    waitSeconds: path.waitSeconds,
  };
}

/** What tells one chain from another: paths that differ only in their subscriber are the same one. */
export function chainKey({ kind, account, region, name, group, alarm, topic }: DrillChain): string {
  return JSON.stringify([kind, account, region, name, group?.arn, alarm?.arn, topic]);
}

/** Is the pattern alone true of the event? Null: not known. */
export function patternTakes({ path }: DrillChain, event: JsonObject): boolean | null {
  const conditions = path.links.flatMap((link) =>
    link.kind === 'metric-filter' || link.kind === 'rule' ? link.conditions : [],
  );
  const pattern = conditions.find(({ code }) => code === 'pattern');
  return pattern ? decide(pattern.passes, event) : null;
}

/** Does the chain carry the event from its log group on? What brings events there does not count. Null: not known. */
export function carries({ path }: DrillChain, event: JsonObject): boolean | null {
  const from = path.links.findIndex(({ kind }) => kind === 'log-group');
  const answers = path.links
    .slice(Math.max(0, from))
    .flatMap(({ conditions }) => conditions.map(({ passes }) => decide(passes, event)));
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

function groupOf(path: Path): DrillGroup | null {
  const link = path.links.find(({ kind }) => kind === 'log-group');
  const arn = parseArn(link?.id);
  const name = arn && logGroupNameOf(arn);
  return link && name ? { name, arn: link.id, account: link.account, region: link.region } : null;
}

function patternOf(filter: Link, group: DrillGroup | null, accounts: readonly Account[]): string | null {
  const account = accounts.find((one) => one.account === filter.account);
  if (!account || !group) return null;
  const listed = answerTo(account, filter.region, 'logs:DescribeMetricFilters', { logGroupName: group.name });
  if (listed.kind !== 'answered') return null;
  const patterns = itemsOf<MetricFilter>(listed.pages, 'metricFilters')
    .filter(({ filterName, logGroupName = group.name }) => filterName === filter.id && logGroupName === group.name)
    .map(({ filterPattern }) => filterPattern);
  // A name is given once in a log group; where it is not, it is not told which one is meant.
  return patterns.every((one) => one === patterns[0]) ? (patterns[0] ?? null) : null;
}

function ruleOf(link: Link, accounts: readonly Account[]): EventRule | null {
  const account = accounts.find((one) => one.account === link.account);
  const listed = account && answerTo(account, link.region, 'events:ListRules');
  if (listed?.kind !== 'answered') return null;
  return itemsOf<EventRule>(listed.pages, 'Rules').find(({ Arn, Name }) => (Arn ?? Name) === link.id) ?? null;
}

export function alarmOf(link: Pick<Link, 'id' | 'account' | 'region'>, accounts: readonly Account[]): DrillAlarm {
  const place = { arn: link.id, account: link.account, region: link.region };
  const account = accounts.find((one) => one.account === link.account);
  const listed = account && answerTo(account, link.region, 'cloudwatch:DescribeAlarms');
  const pages = listed?.kind === 'answered' ? listed.pages : [];
  const isIt = ({ AlarmArn, AlarmName }: MetricAlarm | CompositeAlarm) => (AlarmArn ?? AlarmName) === link.id;
  const composite = itemsOf<CompositeAlarm>(pages, 'CompositeAlarms').find(isIt);
  const metric = itemsOf<MetricAlarm>(pages, 'MetricAlarms').find(isIt);
  const found = composite ?? metric;
  return {
    ...place,
    name: found?.AlarmName ?? link.id.replace(/^.*?:alarm:/s, ''),
    isComposite: composite !== undefined,
    staysInAlarm: metric?.TreatMissingData === 'ignore',
    windowSeconds: (metric?.Period ?? 60) * (metric?.EvaluationPeriods ?? 1),
    actions: found?.AlarmActions ?? [],
    afterwards: [...(found?.OKActions ?? []), ...(found?.InsufficientDataActions ?? [])],
  };
}
